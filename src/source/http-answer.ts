/** A whole HTTP answer of a server that closed the connection after it. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: Buffer;
}

const HEAD_END = '\r\n\r\n';

/** Whether an answer is HTTP at all. */
export function isHttp(answer: Buffer): boolean {
  return answer.subarray(0, 5).toString('latin1') === 'HTTP/';
}

/** A request of HTTP 1.0, whose answer is neither chunked nor followed by another. */
export function formatRequest(method: 'GET' | 'POST', path: string): string {
  return `${method} ${path} HTTP/1.0\r\nHost: porthole\r\nAccept: application/json\r\n\r\n`;
}

/** Takes an answer apart; `undefined` when it is cut short or not of HTTP 1. */
export function parseHttpAnswer(answer: Buffer): HttpAnswer | undefined {
  const headEnd = answer.indexOf(HEAD_END);
  if (headEnd < 0) return undefined;
  const head = answer.toString('latin1', 0, headEnd);
  const status = /^HTTP\/1\.[01] (\d{3})(?: |\r|$)/.exec(head)?.[1];
  if (status === undefined || /^transfer-encoding:/im.test(head)) return undefined;
  const body = answer.subarray(headEnd + HEAD_END.length);
  const length = /^content-length:\s*(\d+)\s*$/im.exec(head)?.[1];
  if (length !== undefined && body.length < Number(length)) return undefined;
  return { status: Number(status), body };
}
