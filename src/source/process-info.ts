import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { uptime } from 'node:os';
import { systemCodeOf } from '../errors.js';
import { readProcessByPs } from './ps.js';
import type { ProcessReading } from './sample.js';

/**
 * What was found under a pid.
 *
 * `hidden`: it lives, and the system shows us no more of it. `gone`: there is
 * none; a zombie has ended too, only its parent has not asked for its exit code.
 */
export type ProcessLook =
  | {
      readonly state: 'alive' | 'stopped' | 'traced';
      /** Clock ticks since boot; `undefined` where the system does not count them (macOS). */
      readonly startTicks: number | undefined;
      readonly reading: ProcessReading;
    }
  | { readonly state: 'hidden' }
  | { readonly state: 'gone' };

/** What `/proc/<pid>/stat` says that is of use here. */
export interface ProcStat {
  /** One letter: `R`, `S`, `D`, `Z`, `T`, `t`, `X`. */
  readonly state: string;
  readonly cpuMs: number;
  readonly threads: number;
  readonly startTicks: number;
}

// USER_HZ: 100 on every architecture that Node runs on, whatever the kernel's own HZ is.
const TICKS_PER_S = 100;
// The command line of a process may be as long as its stack allows.
const MAX_PROC_BYTES = 16_384;

const scratch = Buffer.allocUnsafe(MAX_PROC_BYTES);
let bootWallMs: number | undefined;

/**
 * Looks at a process from outside. Never throws: one that ends meanwhile is `gone`.
 *
 * Cost: three small reads of `/proc`; on macOS one `ps`, about 10 ms.
 */
export function readProcess(pid: number): ProcessLook {
  if (!Number.isSafeInteger(pid) || pid <= 0) return { state: 'gone' };
  if (process.platform !== 'linux') return readProcessByPs(pid) ?? { state: lookBySignal(pid) };
  const stat = parseProcStat(readProcFile(pid, 'stat') ?? '');
  if (stat === undefined) return { state: lookBySignal(pid) };
  if (stat.state === 'Z' || stat.state === 'X') return { state: 'gone' };
  const status = readProcFile(pid, 'status');
  if (status === undefined) return { state: lookBySignal(pid) };
  // `/proc` also has the threads of a process under their own number: such a pid is none.
  if (numberAfter(status, 'Tgid') !== pid) return { state: 'gone' };
  const reading = {
    commandLine: splitCommandLine(readProcFile(pid, 'cmdline') ?? ''),
    uid: numberAfter(status, 'Uid') ?? 0,
    startedWallMs: readBootWallMs() + (stat.startTicks * 1000) / TICKS_PER_S,
    cpuMs: stat.cpuMs,
    rssBytes: (numberAfter(status, 'VmRSS') ?? 0) * 1024,
    threads: stat.threads,
  };
  const state = stat.state === 'T' ? 'stopped' : stat.state === 't' ? 'traced' : 'alive';
  return { state, startTicks: stat.startTicks, reading };
}

/** Reads the line of `/proc/<pid>/stat`; `undefined` when it is none. A program's name may hold spaces and parentheses. */
export function parseProcStat(text: string): ProcStat | undefined {
  const [state, ...rest] = text.slice(text.lastIndexOf(')') + 2).split(' ');
  // From the fourth field on: proc(5) counts from 1, and the first three are pid, name and state.
  const numberAt = (field: number): number => Number(rest[field - 4]);
  const [startTicks, threads] = [numberAt(22), numberAt(20)];
  if (state?.length !== 1 || !Number.isSafeInteger(startTicks)) return undefined;
  return { state, cpuMs: ((numberAt(14) + numberAt(15)) * 1000) / TICKS_PER_S, threads, startTicks };
}

function readProcFile(pid: number, name: string): string | undefined {
  try {
    const file = openSync(`/proc/${pid}/${name}`, 'r');
    try {
      return scratch.toString('utf8', 0, readSync(file, scratch, 0, MAX_PROC_BYTES, null));
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
}

// Signal 0 only asks whether it could be sent: EPERM comes from a living process of somebody else.
function lookBySignal(pid: number): 'hidden' | 'gone' {
  try {
    process.kill(pid, 0);
    return 'hidden';
  } catch (thrown) {
    return systemCodeOf(thrown) === 'EPERM' ? 'hidden' : 'gone';
  }
}

function numberAfter(status: string, name: string): number | undefined {
  const digits = new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

// A process that renames itself (`process.title`) leaves one text and NULs or spaces after it.
function splitCommandLine(text: string): readonly string[] {
  return text.replace(/[\0 ]+$/, '').split('\0');
}

function readBootWallMs(): number {
  bootWallMs ??= (readBootTimeS() ?? Date.now() / 1000 - uptime()) * 1000;
  return bootWallMs;
}

function readBootTimeS(): number | undefined {
  try {
    const seconds = /^btime (\d+)$/m.exec(readFileSync('/proc/stat', 'utf8'))?.[1];
    return seconds === undefined ? undefined : Number(seconds);
  } catch {
    return undefined;
  }
}
