import { execFileSync } from 'node:child_process';
import type { ProcessLook } from './process-info.js';

const PS_DEADLINE_MS = 2000;

/**
 * Looks at a process with `ps`, where there is no `/proc`.
 *
 * @returns `undefined` when `ps` shows nothing of it.
 */
export function readProcessByPs(pid: number): ProcessLook | undefined {
  try {
    const columns = ['uid=', 'rss=', 'state=', 'time=', 'lstart=', 'command='].flatMap((column) => ['-o', column]);
    const text = execFileSync('ps', ['-ww', '-p', String(pid), ...columns], {
      encoding: 'utf8',
      timeout: PS_DEADLINE_MS,
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, LC_ALL: 'C' },
    });
    return parsePs(text);
  } catch {
    return undefined;
  }
}

/** Reads one line of `ps -o uid=,rss=,state=,time=,lstart=,command=`. */
export function parsePs(text: string): ProcessLook | undefined {
  const line = /^\s*(\d+)\s+(\d+)\s+(\w)\S*\s+([\d:.-]+)\s+(\w+\s+\w+\s+\w+\s+[\d:]+\s+\d{4})\s+(.*)/.exec(text);
  const [, uid, rssKibibytes, state, time = '', started = '', command = ''] = line ?? [];
  if (line === null) return undefined;
  if (state === 'Z') return { state: 'gone' };
  const reading = {
    commandLine: command.trimEnd().split(' '),
    uid: Number(uid),
    startedWallMs: Date.parse(started),
    cpuMs: parseTimeMs(time),
    rssBytes: Number(rssKibibytes) * 1024,
    // `ps` of macOS counts threads only by printing a line for each.
    threads: 1,
  };
  return { state: state === 'T' ? 'stopped' : 'alive', startTicks: undefined, reading };
}

// [[days-]hours:]minutes:seconds.hundredths
function parseTimeMs(time: string): number {
  const [days, clock] = time.includes('-') ? time.split('-') : ['0', time];
  const seconds = (clock ?? '').split(':').reduce((total, part) => total * 60 + Number(part), 0);
  return (Number(days) * 86_400 + seconds) * 1000;
}
