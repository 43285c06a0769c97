import { messageOf, PortholeError } from '../errors.js';

/** What is asked of another host. */
export interface UrlRequest {
  readonly url: string;
  /** Sent as a bearer's. */
  readonly token: string | undefined;
  readonly accept: string;
}

const TIMEOUT_MS = 5000;
const MAX_BYTES = 32 * 2 ** 20;

/**
 * The text at an address, of 32 MiB at most, within 5 s. No redirection is followed: it could lead to where the token must not go.
 *
 * @throws PortholeError `no-answer`, `connection-lost`, `not-permitted`, `not-found`, `bad-answer`, in words for a person.
 */
export async function readUrl({ url, token, accept }: UrlRequest, stop: AbortSignal): Promise<string> {
  const deadline = AbortSignal.timeout(TIMEOUT_MS);
  const headers = { accept, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) };
  try {
    const response = await fetch(url, { headers, redirect: 'manual', signal: AbortSignal.any([stop, deadline]) });
    if (response.status !== 200) {
      await response.body?.cancel();
      throw refused(response.status);
    }
    return await readBody(response);
  } catch (thrown) {
    if (thrown instanceof PortholeError) throw thrown;
    if (deadline.aborted)
      throw new PortholeError('no-answer', `no answer within ${TIMEOUT_MS / 1000} s`, { cause: thrown });
    throw new PortholeError('connection-lost', reasonOf(thrown), { cause: thrown });
  }
}

async function readBody({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.length;
    if (length > MAX_BYTES)
      throw new PortholeError('bad-answer', `its answer has more than ${MAX_BYTES / 2 ** 20} MiB`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function refused(status: number): PortholeError {
  if (status === 401 || status === 403) return new PortholeError('not-permitted', 'it wants another token');
  if (status === 404) return new PortholeError('not-found', 'there is nothing at this address');
  if (status >= 300 && status < 400)
    return new PortholeError('bad-answer', 'it sends elsewhere, which is not followed');
  return new PortholeError('bad-answer', `it answers with status ${status}`);
}

function reasonOf(thrown: unknown): string {
  const cause = thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause : thrown;
  const message = messageOf(cause);
  return message === '' ? 'the connection failed' : message;
}
