import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { type Answer, errorAnswer } from './answer.js';

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
 * Why a request is not answered; `undefined` when it is.
 *
 * A page of another origin is refused whatever it sends, and so is a name that
 * somebody made point to this machine: a browser takes both for our own.
 */
export function refuse({ method, headers }: IncomingMessage, { host, token }: Access): Answer | undefined {
  if (method !== 'GET' && method !== 'HEAD') {
    return errorAnswer(405, `${method ?? ''}: only GET and HEAD`, { allow: 'GET, HEAD' });
  }
  if (isLoopback(host) && !isOwnName(headers.host)) {
    return errorAnswer(403, 'ask for localhost: another name in Host may be a page of somebody else');
  }
  if (isCrossOrigin(headers)) return errorAnswer(403, 'no other origin may read this');
  if (token === undefined || hasToken(headers.authorization, token)) return undefined;
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

// Compared as digests: neither the length nor the first wrong character can be told from the time it takes.
function isSame(given: string, token: string): boolean {
  const [a, b] = [given, token].map((text) => createHash('sha256').update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}
