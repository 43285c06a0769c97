import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { OpenHandle } from '../../format/in-flight.js';

const MAX_FILES = 1000;
const TABLES = ['tcp', 'tcp6', 'udp', 'udp6', 'unix'] as const;
const LISTENING = '0A';
// Node's own: its event loops, and what wakes them.
const OWN = /^anon_inode:|^\/dev\/null$/;

/**
 * The open sockets and files of this process, as the kernel lists them: for a main thread that cannot be asked.
 * Without ages, and with those that would not keep it alive. Empty where there is no /proc. Never throws.
 */
export function listKernelHandles(): readonly OpenHandle[] {
  try {
    const sockets = new Map(TABLES.flatMap(readTable));
    const counts = new Map<string, OpenHandle>();
    for (const fd of readdirSync('/proc/self/fd').slice(0, MAX_FILES)) {
      const handle = describeFile(readLink(fd), sockets);
      if (handle === undefined) continue;
      const key = `${handle.type} ${handle.detail}`;
      counts.set(key, { ...handle, count: (counts.get(key)?.count ?? 0) + 1, ageMs: undefined });
    }
    return [...counts.values()];
  } catch {
    return [];
  }
}

type Named = Pick<OpenHandle, 'type' | 'detail'>;

function describeFile(target: string, sockets: ReadonlyMap<string, Named>): Named | undefined {
  if (target === '' || OWN.test(target)) return undefined;
  const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
  if (inode !== undefined) return sockets.get(inode) ?? { type: 'socket', detail: '' };
  return target.startsWith('pipe:') ? { type: 'pipe', detail: '' } : { type: 'file', detail: target };
}

function readTable(name: (typeof TABLES)[number]): [string, Named][] {
  const lines = readOrEmpty(`/proc/self/net/${name}`).trim().split('\n').slice(1);
  return lines.map((line): [string, Named] => {
    const words = line.trim().split(/\s+/);
    if (name === 'unix') return [words[6] ?? '', { type: 'Unix socket', detail: words[7] ?? '' }];
    const [, local = '', remote = '', state] = words;
    const isListening = state === LISTENING || remote.endsWith(':0000');
    const detail = isListening ? `on ${parseAddress(local)}` : `${parseAddress(local)} ↔ ${parseAddress(remote)}`;
    const type = `${name.slice(0, 3).toUpperCase()} ${isListening ? 'server' : 'socket'}`;
    return [words[9] ?? '', { type, detail }];
  });
}

// Words of 32 bits in the machine's byte order, which is the small end first on all that Node runs on but s390x.
function parseAddress(text: string): string {
  const [hex = '', port = '0'] = text.split(':');
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => (word.match(/../g) ?? []).toReversed());
  const number = Number.parseInt(port, 16);
  if (bytes.length === 4) return `${bytes.map((byte) => Number.parseInt(byte, 16)).join('.')}:${number}`;
  if (/^0{20}f{4}/i.test(bytes.join(''))) return parseAddress(`${hex.slice(-8)}:${port}`);
  const groups = (bytes.join('').match(/.{4}/g) ?? []).map((group) => Number.parseInt(group, 16).toString(16));
  return `[${new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1)}]:${number}`;
}

function readLink(fd: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return '';
  }
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
