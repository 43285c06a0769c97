import { readFileSync } from 'node:fs';
import type { NativeState } from '../../format/stack-dump.js';
import { systemCallName } from './system-calls.js';

/** What the kernel says of a thread of this process at one moment. */
export interface KernelThread {
  /** On a CPU, or ready for one. */
  readonly isRunnable: boolean;
  /** In user and kernel mode, since its start; in steps of 10 ms. */
  readonly cpuMs: number;
  /** By name; `undefined` when in none or not readable. */
  readonly systemCall: string | undefined;
  /** The kernel function it sleeps in. */
  readonly waitChannel: string | undefined;
}

// USER_HZ, which is 100 on every platform of Node.
const TICK_MS = 10;
// Counted after the program's name, which may itself hold blanks and brackets.
const USER_TICKS_INDEX = 11;
const SYSTEM_TICKS_INDEX = 12;

/** `undefined` where there is no /proc, and when the thread has ended. */
export function readKernelThread(tid: number): KernelThread | undefined {
  const [stat, syscall, channel] = ['stat', 'syscall', 'wchan'].map((name) => readTaskFile(tid, name));
  if (stat === undefined) return undefined;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const number = Number(syscall?.split(' ', 1)[0]);
  return {
    isRunnable: fields[0] === 'R',
    cpuMs: (Number(fields[USER_TICKS_INDEX]) + Number(fields[SYSTEM_TICKS_INDEX])) * TICK_MS,
    systemCall: Number.isInteger(number) && number >= 0 ? systemCallName(number, process.arch) : undefined,
    waitChannel: channel === undefined || channel === '' || channel === '0' ? undefined : channel,
  };
}

/**
 * Whether a thread that gives no answer computes or waits: by the CPU time that it took meanwhile, and for want of that by
 * what it is at now, since a thread that computes is now and then without a CPU.
 */
export function judgeNative(before: KernelThread | undefined, now: KernelThread, elapsedMs: number): NativeState {
  const hasComputed = before !== undefined && now.cpuMs - before.cpuMs > elapsedMs / 4;
  if (now.isRunnable || hasComputed) return { activity: 'computing', systemCall: undefined, waitChannel: undefined };
  return { activity: 'waiting', systemCall: now.systemCall, waitChannel: now.waitChannel };
}

// At once: the threads that read files for promises are the program's, and it may have them all at work.
function readTaskFile(tid: number, name: string): string | undefined {
  try {
    return readFileSync(`/proc/self/task/${tid}/${name}`, 'utf8').trim();
  } catch {
    return undefined;
  }
}
