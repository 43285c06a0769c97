import { readdirSync, readFileSync } from 'node:fs';
import { readMonotonicMs } from './clock.js';
import { readProcLink } from './proc-files.js';

/** The sockets of a network namespace on which somebody listens. */
interface Table {
  readonly readAtMs: number;
  /** Another when a socket has come, so that its holder is looked for; not when one has gone. */
  readonly version: number;
  readonly ports: ReadonlyMap<string, number>;
}

interface Holdings {
  readonly version: number;
  readonly inodes: readonly string[];
}

const MAX_AGE_MS = 10_000;
// A server with very many connections has opened its listening sockets before them.
const MAX_DESCRIPTORS = 4096;
// `sl local_address rem_address st tx:rx tr:when retrnsmt uid timeout inode`: of very many lines few are in state 0A.
const LISTENER = /^ *\d+: [\dA-F]+:([\dA-F]+) \S+ 0A(?: +\S+){5} +(\d+)/gm;

/**
 * The TCP ports on which processes listen (Linux).
 *
 * Cost: the kernel's two tables of sockets every 10 s for each network namespace; the descriptors of a process,
 * one system call each, when it is new or a new socket has come.
 */
export class ListeningPorts {
  readonly #tables = new Map<string, Table>();
  readonly #holdings = new Map<string, Holdings>();

  /**
   * The ports of a process, ascending.
   *
   * @param key Of this life of the process.
   * @param canLook Asked before its descriptors are read, which is dear.
   * @returns `undefined` when they are hidden from us, or were never read because it might not look.
   */
  portsOf(key: string, pid: number, namespace: string, canLook: () => boolean): readonly number[] | undefined {
    const table = this.#tableOf(namespace, pid);
    let held = this.#holdings.get(key);
    if (held?.version !== table.version && canLook()) {
      const inodes = listSockets(pid)?.filter((inode) => table.ports.has(inode));
      held = inodes === undefined ? undefined : { version: table.version, inodes };
      if (held !== undefined) this.#holdings.set(key, held);
    }
    const ports = held?.inodes.flatMap((inode) => table.ports.get(inode) ?? []);
    return ports === undefined ? undefined : [...new Set(ports)].toSorted((a, b) => a - b);
  }

  /** Forgets the processes that are not among these. */
  keepOnly(keys: ReadonlySet<string>): void {
    for (const key of this.#holdings.keys()) if (!keys.has(key)) this.#holdings.delete(key);
  }

  #tableOf(namespace: string, pid: number): Table {
    const before = this.#tables.get(namespace);
    const nowMs = readMonotonicMs();
    if (before !== undefined && nowMs - before.readAtMs < MAX_AGE_MS) return before;
    const ports = new Map([...readListeners(pid, 'tcp'), ...readListeners(pid, 'tcp6')]);
    const hasNew = before === undefined || [...ports.keys()].some((inode) => !before.ports.has(inode));
    const version = hasNew ? (before?.version ?? 0) + 1 : before.version;
    const table = { readAtMs: nowMs, version, ports };
    this.#tables.set(namespace, table);
    return table;
  }
}

/** Reads `/proc/net/tcp` or `tcp6`: the ports of listening sockets by their inode. */
export function parseListeners(text: string): ReadonlyMap<string, number> {
  const listeners = new Map<string, number>();
  for (const [, port = '', inode = ''] of text.matchAll(LISTENER)) listeners.set(inode, Number.parseInt(port, 16));
  return listeners;
}

function readListeners(pid: number, table: 'tcp' | 'tcp6'): ReadonlyMap<string, number> {
  try {
    return parseListeners(readFileSync(`/proc/${pid}/net/${table}`, 'utf8'));
  } catch {
    return new Map();
  }
}

function listSockets(pid: number): readonly string[] | undefined {
  try {
    const descriptors = readdirSync(`/proc/${pid}/fd`).slice(0, MAX_DESCRIPTORS);
    return descriptors.flatMap((name) => /^socket:\[(\d+)\]$/.exec(readProcLink(pid, `fd/${name}`) ?? '')?.[1] ?? []);
  } catch {
    return undefined;
  }
}
