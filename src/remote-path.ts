/** A path on another machine. */
export interface RemotePath {
  /** The name under which that machine is listed. */
  readonly host: string;
  readonly path: string;
}

const REMOTE_PATH = /^(?<host>[^/]+):(?<path>\/.*)$/s;

/** As scp writes it: `box:/dev/shm/porthole-0/socketdumper-4121`. */
export function formatRemotePath({ host, path }: RemotePath): string {
  return `${host}:${path}`;
}

/** `undefined` for a path of this machine. */
export function parseRemotePath(text: string): RemotePath | undefined {
  const groups = REMOTE_PATH.exec(text)?.groups;
  return groups === undefined ? undefined : { host: groups['host'] ?? '', path: groups['path'] ?? '' };
}
