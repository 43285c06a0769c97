import { createHmac, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type Answer, errorAnswer } from './answer.js';
import { isSame } from './guard.js';
import { loginPage } from './login-page.js';

const MAX_FORM_BYTES = 4096;

/**
 * The cookie with which a browser shows that its user knew the token.
 *
 * Cookies are not told apart by port: another server of this machine is sent
 * it too. So its name has the port, it does not hold the token, and is worth nothing once this server ends.
 */
export class Session {
  readonly #word = createHmac('sha256', randomBytes(32)).update('porthole').digest('base64url');

  /** Whether a request brings the cookie. */
  isOpen(request: IncomingMessage): boolean {
    const wanted = cookieName(request);
    return (request.headers.cookie ?? '').split(';').some((cookie) => {
      const [name = '', word = ''] = cookie.trim().split('=', 2);
      return name === wanted && isSame(word, this.#word);
    });
  }

  /** `POST /login` with `token=…`: the cookie and the way to the page, or the form once more. */
  async answerLogin(request: IncomingMessage, token: string): Promise<Answer> {
    const form = await readForm(request);
    if (form === undefined) return errorAnswer(413, 'a form with a token is shorter');
    if (!isSame(form.get('token') ?? '', token)) return loginPage(true);
    const cookie = `${cookieName(request)}=${this.#word}; Path=/; HttpOnly; SameSite=Strict`;
    return { status: 303, type: 'text/plain', body: '', headers: { location: '/', 'set-cookie': cookie } };
  }
}

function cookieName({ socket }: IncomingMessage): string {
  return `porthole-${socket.localPort ?? 0}`;
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue;
    length += chunk.length;
    if (length > MAX_FORM_BYTES) return undefined;
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}
