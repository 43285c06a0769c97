import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { type Answer, errorAnswer } from './answer.js';
import { loginPage } from './login-page.js';

/** Who may ask. */
export interface Access {
  /** The address that is listened on. */
  readonly host: string;
  /** Asked of everybody where there is one. */
  readonly token: string | undefined;
}

/** Whether only programs of this machine can reach the address. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/**
 * Why a request is not even looked at; `undefined` when it is.
 *
 * A page of another origin is refused whatever it sends, and so is a name that
 * somebody made point to this machine: a browser takes both for our own.
 */
export function refuseStranger({ headers }: IncomingMessage, host: string): Answer | undefined {
  if (isLoopback(host) && !isOwnName(headers.host)) {
    return errorAnswer(403, 'ask for localhost: another name in Host may be a page of somebody else');
  }
  return isCrossOrigin(headers) ? errorAnswer(403, 'no other origin may read this') : undefined;
}

/** Only what reads is answered: nothing here changes anything. */
export function refuseMethod({ method }: IncomingMessage): Answer | undefined {
  if (method === 'GET' || method === 'HEAD') return undefined;
  return errorAnswer(405, `${method ?? ''}: only GET and HEAD`, { allow: 'GET, HEAD' });
}

/** The answer to who does not show the token: a person with a browser gets the form that asks for it. */
export function refuseUnknown({ headers }: IncomingMessage, token: string): Answer | undefined {
  if (hasToken(headers.authorization, token)) return undefined;
  // A browser would else ask with a window of its own, and send the token with every request.
  if (headers.accept?.includes('text/html') === true) return loginPage(false);
  return errorAnswer(401, 'send the token: Authorization: Bearer TOKEN, or as the password of any name', {
    'www-authenticate': 'Basic realm="porthole"',
  });
}

function isOwnName(name = ''): boolean {
  const host = name.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
  return isLoopback(host.toLowerCase());
}

function isCrossOrigin(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'];
  if (site === 'cross-site' || site === 'same-site') return true;
  const { origin } = headers;
  if (origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== headers.host;
}

function hasToken(authorization = '', token: string): boolean {
  const [scheme = '', word = ''] = authorization.split(' ');
  if (scheme.toLowerCase() === 'bearer') return isSame(word, token);
  if (scheme.toLowerCase() !== 'basic') return false;
  const [, password = ''] = /^[^:]*:(.*)$/s.exec(Buffer.from(word, 'base64').toString('utf8')) ?? [];
  return isSame(password, token);
}

/** Compared as digests: neither the length nor the first wrong character can be told from the time it takes. */
export function isSame(given: string, token: string): boolean {
  const [a, b] = [given, token].map((text) => createHash('sha256').update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}
