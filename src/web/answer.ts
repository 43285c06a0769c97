import type { ServerResponse } from 'node:http';

/** What a route answers. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

// Nothing of what another page could do with ours is of use to anybody.
const GUARDING_HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  // Without an origin of its own a form could not be told from that of another site.
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};

/** Some JSON. */
export function jsonAnswer(value: unknown, status = 200): Answer {
  return { status, type: 'application/json; charset=utf-8', body: `${JSON.stringify(value)}\n` };
}

/** A refusal, in one line that says what to do. */
export function errorAnswer(status: number, message: string, headers: Answer['headers'] = {}): Answer {
  return { ...jsonAnswer({ version: 1, error: message }, status), headers };
}

/** Sends an answer; of a HEAD request its headers alone. */
export function send(response: ServerResponse, { status, type, body, headers }: Answer, isHead: boolean): void {
  const length = String(Buffer.byteLength(body));
  response.writeHead(status, { ...GUARDING_HEADERS, 'content-type': type, 'content-length': length, ...headers });
  response.end(isHead ? undefined : body);
}

/** Begins an answer that goes on: server-sent events. */
export function beginEvents(response: ServerResponse): void {
  response.writeHead(200, { ...GUARDING_HEADERS, 'content-type': 'text/event-stream; charset=utf-8' });
}
