import { readdirSync, readFileSync } from 'node:fs';
import type { Operation } from '../../format/in-flight.js';
import { redactCommandLine } from './redact-text.js';

const MAX_CHILDREN = 200;
const MAX_DETAIL_LENGTH = 300;
const TICKS_PER_S = 100;
// Of `/proc/<pid>/stat`, counted behind the program's name.
const STATE_INDEX = 0;
const START_TICKS_INDEX = 19;

/**
 * The living child processes of this process, as the kernel knows them: also one that `spawnSync` waits for, which
 * Node tells to nobody. Empty where there is no /proc. Never throws. Cost: two small reads for each thread and child.
 */
export function listChildren(): readonly Operation[] {
  try {
    const uptimeS = Number(readFileSync('/proc/uptime', 'utf8').split(' ', 1)[0]);
    const pids = readdirSync('/proc/self/task').flatMap(readChildPids);
    return pids.slice(0, MAX_CHILDREN).flatMap((pid) => describeChild(pid, uptimeS));
  } catch {
    return [];
  }
}

function readChildPids(tid: string): readonly string[] {
  const text = readOrEmpty(`/proc/self/task/${tid}/children`).trim();
  return text === '' ? [] : text.split(' ');
}

function describeChild(pid: string, uptimeS: number): readonly Operation[] {
  const stat = readOrEmpty(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // One that has ended, and of which nobody has asked how.
  if (stat === '' || fields[STATE_INDEX] === 'Z') return [];
  const ageMs = Math.max(0, uptimeS - Number(fields[START_TICKS_INDEX]) / TICKS_PER_S) * 1000;
  const words = readOrEmpty(`/proc/${pid}/cmdline`).replace(/\0+$/, '').split('\0');
  return [
    {
      kind: 'child process',
      detail: `${pid} ${redactCommandLine(words)}`.slice(0, MAX_DETAIL_LENGTH),
      ageMs,
      threadId: 0,
      where: undefined,
    },
  ];
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
