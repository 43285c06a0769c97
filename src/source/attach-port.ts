import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A TCP socket that listens, in the network of a process. */
export interface Listener {
  /** Where to connect to it from this machine. */
  readonly host: string;
  readonly port: number;
  readonly inode: string;
  /** Whether the process itself has it open. */
  readonly isOwn: boolean;
}

const LISTENING = '0A';

/** All that listens in the network of a process. Cost: two reads, and a system call for each file that it has open. */
export function listListeners(pid: number): readonly Listener[] {
  const own = listSocketInodes(pid);
  return ['tcp', 'tcp6'].flatMap((name) => {
    const [, ...lines] = readOrEmpty(`/proc/${pid}/net/${name}`).trim().split('\n');
    return lines.flatMap((line): readonly Listener[] => {
      const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
      if (state !== LISTENING) return [];
      const host = name === 'tcp' ? parseHost(local) : '::1';
      return [{ host, port: Number.parseInt(local.slice(local.indexOf(':') + 1), 16), inode, isOwn: own.has(inode) }];
    });
  });
}

/** As a person writes it. */
export function describeListener({ host, port }: Listener): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

// Four bytes as the machine stores them: 0100007F is 127.0.0.1. What listens everywhere listens there too.
function parseHost(local: string): string {
  const bytes = Buffer.from(local.slice(0, 8), 'hex').toReversed();
  return bytes.every((byte) => byte === 0) ? '127.0.0.1' : bytes.join('.');
}

function listSocketInodes(pid: number): ReadonlySet<string> {
  const folder = `/proc/${pid}/fd`;
  try {
    return new Set(readdirSync(folder).flatMap((name) => inodeOf(`${folder}/${name}`) ?? []));
  } catch {
    return new Set();
  }
}

function inodeOf(path: string): string | undefined {
  try {
    return /^socket:\[(\d+)\]$/.exec(readlinkSync(path))?.[1];
  } catch {
    return undefined;
  }
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
