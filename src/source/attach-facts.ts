import { readFileSync, readlinkSync } from 'node:fs';
import { PortholeError, systemCodeOf } from '../errors.js';
import { describeListener, listListeners } from './attach-port.js';
import { readSignalOwner } from './attach-signal-owner.js';
import { readProcess } from './process-info.js';

/** What is known of a process that may be attached to. */
export interface AttachFacts {
  /** The port that its inspector will open, as far as that can be known: 0 for any that is free. */
  readonly inspectorPort: number;
}

// SIGUSR1 has this number on every architecture of Linux that Node runs on.
const SIGUSR1 = 10;
const DEFAULT_INSPECTOR_PORT = 9229;
const INSPECT_OPTION = /^--inspect(?:-brk(?:-node)?|-wait)?(?:=|$)/;
const PORT_OPTION = /^--(?:inspect-port|debug-port|inspect(?:-brk|-wait)?)[= ](?:.*:)?(\d{1,5})$/;

/**
 * Looks whether a process would come to harm by being attached to. Nothing is sent to it.
 *
 * @param isForced Goes on where it cannot be told whether the program has a handler of its own for the signal.
 * @throws PortholeError `not-permitted`, `not-found`, `wrong-usage` with one line that says why not, and the cure.
 */
export function checkAttachable(pid: number, isForced: boolean): AttachFacts {
  if (process.platform !== 'linux') throw refusal('only processes on Linux can be attached to');
  if (pid === process.pid) throw refusal('this is porthole itself');
  const look = readProcess(pid);
  if (look.state === 'gone') throw new PortholeError('not-found', 'there is no such process');
  if (look.state === 'hidden') throw forbidden('another user’s');
  checkUser(look.reading.uid);
  if (look.state === 'stopped') throw refusal(`it is stopped by a signal: kill -CONT ${pid} continues it`);
  if (look.state === 'traced') throw refusal('a debugger has stopped it');
  const status = readOf(pid, 'status');
  const options = [...look.reading.commandLine.slice(1), ...nodeOptions(pid)];
  checkNamespace(pid);
  checkOptions(options);
  checkSignal(pid, status, isForced);
  const inspectorPort = portIn(options);
  const open = listListeners(pid).find(({ port, isOwn }) => isOwn && port === inspectorPort);
  if (open !== undefined)
    throw refusal(`its inspector is open already, on ${describeListener(open)}: close that first`);
  return { inspectorPort };
}

function checkUser(uid: number): void {
  const own = process.geteuid?.();
  if (own !== 0 && own !== uid) throw forbidden(`owned by uid ${uid}`);
}

function checkNamespace(pid: number): void {
  let network: string;
  try {
    network = readlinkSync(`/proc/${pid}/ns/net`);
  } catch (thrown) {
    if (systemCodeOf(thrown) === 'ENOENT') throw new PortholeError('not-found', 'it has ended', { cause: thrown });
    throw forbidden('closed to inspection');
  }
  if (network === readlinkSync('/proc/self/ns/net')) return;
  throw refusal(
    `its network is another than ours, as in a container: as root, nsenter -t ${pid} -n porthole attach ${pid}`,
  );
}

function checkOptions(options: readonly string[]): void {
  const inspect = options.find((option) => INSPECT_OPTION.test(option));
  if (inspect !== undefined) throw refusal(`it runs with ${inspect}: its inspector is somebody else’s`);
  const isConfined = options.some((option) => /^--(?:experimental-)?permission$/.test(option));
  if (isConfined) throw refusal('it runs with --permission, which lets no inspector in');
}

function checkSignal(pid: number, status: string, isForced: boolean): void {
  const has = (mask: string): boolean => {
    const bits = new RegExp(`^${mask}:\\s+([0-9a-f]+)`, 'm').exec(status)?.[1] ?? '0';
    return (BigInt(`0x${bits}`) & (1n << BigInt(SIGUSR1 - 1))) !== 0n;
  };
  if (has('SigIgn') || has('SigBlk')) throw refusal('it takes no SIGUSR1, by which Node opens its inspector');
  if (!has('SigCgt')) {
    const why = 'a Node without inspector, --disable-sigusr1, or not Node at all';
    throw refusal(`SIGUSR1 would kill it: it has no handler for that (${why})`);
  }
  const { owner, reason } = readSignalOwner(pid, SIGUSR1);
  if (owner === 'program')
    throw refusal('the program has a handler of its own for SIGUSR1, which the signal would run');
  if (owner === 'unknown' && !isForced) {
    const cure = 'run as root, or add --force when you know that it has none';
    throw refusal(`it cannot be told whether the program has a handler of its own for SIGUSR1 (${reason}): ${cure}`);
  }
}

function nodeOptions(pid: number): readonly string[] {
  const setting = readOf(pid, 'environ')
    .split('\0')
    .find((entry) => entry.startsWith('NODE_OPTIONS='));
  return setting?.slice('NODE_OPTIONS='.length).split(/\s+/) ?? [];
}

function portIn(options: readonly string[]): number {
  const port = options.map((option) => PORT_OPTION.exec(option)?.[1]).findLast((found) => found !== undefined);
  return port === undefined ? DEFAULT_INSPECTOR_PORT : Number(port);
}

function readOf(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch (thrown) {
    if (systemCodeOf(thrown) === 'EACCES') throw forbidden('closed to inspection');
    throw new PortholeError('not-found', 'it has ended', { cause: thrown });
  }
}

function refusal(reason: string): PortholeError {
  return new PortholeError('not-permitted', reason);
}

function forbidden(what: string): PortholeError {
  return refusal(`it is ${what}, you are uid ${process.getuid?.() ?? '?'}: run as that user or root`);
}
