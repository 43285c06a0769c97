import { readFile } from 'node:fs/promises';
import type { NativeState } from '../../format/stack-dump.js';
import { systemCallName } from './system-calls.js';

/** What the kernel says of a thread of this process; `undefined` where there is no /proc. */
export async function readNativeState(tid: number): Promise<NativeState | undefined> {
  const [stat, syscall, channel] = await Promise.all([
    readTaskFile(tid, 'stat'),
    readTaskFile(tid, 'syscall'),
    readTaskFile(tid, 'wchan'),
  ]);
  if (stat === undefined) return undefined;
  // The program's name stands in brackets before it, and may hold anything.
  const state = stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
  if (state === 'R') return { activity: 'computing', systemCall: undefined, waitChannel: undefined };
  const number = Number(syscall?.split(' ', 1)[0]);
  return {
    activity: 'waiting',
    systemCall: Number.isInteger(number) && number >= 0 ? systemCallName(number, process.arch) : undefined,
    waitChannel: channel === undefined || channel === '' || channel === '0' ? undefined : channel,
  };
}

async function readTaskFile(tid: number, name: string): Promise<string | undefined> {
  try {
    return (await readFile(`/proc/self/task/${tid}/${name}`, 'utf8')).trim();
  } catch {
    return undefined;
  }
}
