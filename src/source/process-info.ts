import { readFileSync } from 'node:fs';
import { constants, uptime } from 'node:os';
import { systemCodeOf } from '../errors.js';
import type { OpenFiles } from './open-files.js';
import { numbersAfter, readProcFile } from './proc-files.js';
import { readProcessByPs } from './ps.js';
import type { ProcessReading } from './sample.js';
import { userNameOf } from './users.js';

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
  | {
      readonly state: 'gone';
      /** How it ended, as long as its parent has not asked: `with exit code 3`, `by SIGKILL`. */
      readonly end?: string;
    };

/** What `/proc/<pid>/stat` says that is of use here. */
export interface ProcStat {
  /** One letter: `R`, `S`, `D`, `Z`, `T`, `t`, `X`. */
  readonly state: string;
  readonly cpuMs: number;
  readonly threads: number;
  readonly startTicks: number;
  readonly rssPages: number;
  /** As `wait(2)` gives it, of a process that has ended; 0 where that is hidden. */
  readonly exitStatus: number;
}

// USER_HZ: 100 on every architecture that Node runs on, whatever the kernel's own HZ is.
const TICKS_PER_S = 100;
// An entry of the auxiliary vector is two words, of which the first says what the second is.
const AT_PAGESZ = 6n;
const USUAL_PAGE_BYTES = 4096;

let bootWallMs: number | undefined;
let pageBytes: number | undefined;

/**
 * Looks at a process from outside. Never throws: one that ends meanwhile is `gone`.
 *
 * Cost: three small reads of `/proc`, or one with `before`; on macOS one `ps`, about 10 ms.
 *
 * @param before An earlier look, from which command line and user are taken when it is still the same process.
 * @param files May keep `/proc/<pid>/stat` open, which is read with each look.
 */
export function readProcess(pid: number, before?: ProcessLook, files?: OpenFiles): ProcessLook {
  if (!Number.isSafeInteger(pid) || pid <= 0) return { state: 'gone' };
  if (process.platform !== 'linux') return readProcessByPs(pid) ?? { state: lookBySignal(pid) };
  const stat = parseProcStat(readProcFile(pid, 'stat', files) ?? '');
  if (stat === undefined) return { state: lookBySignal(pid) };
  if (stat.state === 'Z' || stat.state === 'X') return goneOf(stat.exitStatus);
  const state = stat.state === 'T' ? 'stopped' : stat.state === 't' ? 'traced' : 'alive';
  const { startTicks, cpuMs, threads } = stat;
  const rssBytes = stat.rssPages * readPageBytes();
  if (before !== undefined && 'reading' in before && before.startTicks === startTicks) {
    return { state, startTicks, reading: { ...before.reading, cpuMs, threads, rssBytes } };
  }
  const status = readProcFile(pid, 'status');
  if (status === undefined) return { state: lookBySignal(pid) };
  // `/proc` also has the threads of a process under their own number: such a pid is none.
  if (numbersAfter(status, 'Tgid')[0] !== pid) return { state: 'gone' };
  const uid = numbersAfter(status, 'Uid')[0] ?? 0;
  const reading = {
    commandLine: splitCommandLine(readProcFile(pid, 'cmdline') ?? ''),
    uid,
    user: userNameOf(uid),
    startedWallMs: readBootWallMs() + (startTicks * 1000) / TICKS_PER_S,
    cpuMs,
    rssBytes,
    threads,
    ports: undefined,
    managedBy: undefined,
  };
  return { state, startTicks, reading };
}

/** Reads the line of `/proc/<pid>/stat`; `undefined` when it is none. A program's name may hold spaces and parentheses. */
export function parseProcStat(text: string): ProcStat | undefined {
  const [state, ...rest] = text.slice(text.lastIndexOf(')') + 2).split(' ');
  // From the fourth field on: proc(5) counts from 1, and the first three are pid, name and state.
  const numberAt = (field: number): number => Number(rest[field - 4]);
  const [startTicks, threads] = [numberAt(22), numberAt(20)];
  if (state?.length !== 1 || !Number.isSafeInteger(startTicks)) return undefined;
  const cpuMs = ((numberAt(14) + numberAt(15)) * 1000) / TICKS_PER_S;
  return { state, cpuMs, threads, startTicks, rssPages: numberAt(24), exitStatus: numberAt(52) };
}

// The kernel shows no other status than 0 to those who may not look into the process: that would say nothing.
function goneOf(exitStatus: number): ProcessLook {
  if (!(exitStatus > 0)) return { state: 'gone' };
  const signal = exitStatus & 0x7f;
  const name = Object.entries(constants.signals).find(([, number]) => number === signal)?.[0];
  return {
    state: 'gone',
    end: signal === 0 ? `with exit code ${exitStatus >> 8}` : `by ${name ?? `signal ${signal}`}`,
  };
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

function readPageBytes(): number {
  pageBytes ??= readAuxiliaryPageBytes() ?? USUAL_PAGE_BYTES;
  return pageBytes;
}

function readAuxiliaryPageBytes(): number | undefined {
  try {
    const bytes = readFileSync('/proc/self/auxv');
    const words = Array.from({ length: Math.floor(bytes.length / 8) }, (_, index) => bytes.readBigUInt64LE(index * 8));
    const found = words.findIndex((word, index) => index % 2 === 0 && word === AT_PAGESZ);
    return found < 0 ? undefined : Number(words[found + 1]);
  } catch {
    return undefined;
  }
}
