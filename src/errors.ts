/** Why porthole could not do what it was asked. A closed list: readers may switch on it. */
export type PortholeErrorCode =
  | 'invalid-name' // a metric name, label or option that the format cannot hold
  | 'kind-mismatch' // a metric of this name exists with another kind
  | 'unsafe-folder' // the runtime folder is not ours, not a folder, or open to others
  | 'path-too-long' // a Unix socket path over the kernel's limit
  | 'no-mapping' // no way to map a file into memory was found
  | 'not-found' // the target, file or route does not exist
  | 'no-answer' // the other side missed its deadline
  | 'connection-lost' // refused, reset or ended too early
  | 'bad-answer' // the other side sent what the protocol does not allow
  | 'not-permitted' // the operating system said no
  | 'wrong-usage'; // an argument that means nothing

/** The one error class of porthole: a code to switch on, and a message that says what to do. */
export class PortholeError extends Error {
  override readonly name = 'PortholeError';
  readonly code: PortholeErrorCode;

  constructor(code: PortholeErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/** The message of whatever was thrown, for one line on a screen or in a warning. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** The `code` of a Node system error (`ENOENT`, `EACCES`, …), when it has one. */
export function systemCodeOf(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error) || !('code' in thrown)) return undefined;
  return typeof thrown.code === 'string' ? thrown.code : undefined;
}
