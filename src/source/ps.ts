import type * as childProcess from 'node:child_process';
import { createRequire } from 'node:module';
import type { ProcessLook } from './process-info.js';

/** A line of `ps`. */
export interface PsLine {
  readonly pid: number;
  readonly look: ProcessLook;
}

const load = createRequire(import.meta.url);
const PS_DEADLINE_MS = 5000;
const COLUMNS = ['pid=', 'uid=', 'user=', 'rss=', 'state=', 'time=', 'lstart=', 'command='];
const LINE = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(\d+)\s+(\w)\S*\s+([\d:.-]+)\s+(\w+\s+\w+\s+\w+\s+[\d:]+\s+\d{4})\s+(.*)$/;

/**
 * Looks at a process with `ps`, where there is no `/proc`.
 *
 * @returns `undefined` when `ps` shows nothing of it.
 */
export function readProcessByPs(pid: number): ProcessLook | undefined {
  return runPs(['-p', String(pid)])[0]?.look;
}

/** Looks at every process. Cost: one `ps`, some 30 ms. */
export function listProcessesByPs(): readonly PsLine[] {
  return runPs(['-ax']);
}

function runPs(which: readonly string[]): readonly PsLine[] {
  try {
    const columns = COLUMNS.flatMap((column) => ['-o', column]);
    // Loaded here: where there is /proc nobody needs it, and it would be half of what a check takes to start.
    const { execFileSync }: typeof childProcess = load('node:child_process');
    const text = execFileSync('ps', ['-ww', ...which, ...columns], {
      encoding: 'utf8',
      timeout: PS_DEADLINE_MS,
      maxBuffer: 64 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, LC_ALL: 'C' },
    });
    return parsePs(text);
  } catch {
    return [];
  }
}

/**
 * Reads what `ps -o pid=,uid=,user=,rss=,state=,time=,lstart=,command=` prints.
 *
 * It joins the arguments with blanks, so one that holds a blank comes out as two.
 */
export function parsePs(text: string): readonly PsLine[] {
  return text.split('\n').flatMap((line) => parseLine(line) ?? []);
}

function parseLine(line: string): PsLine | undefined {
  const [, pid, uid, user = '', rssKibibytes, state, time = '', started = '', command = ''] = LINE.exec(line) ?? [];
  if (pid === undefined) return undefined;
  if (state === 'Z') return { pid: Number(pid), look: { state: 'gone' } };
  const reading = {
    commandLine: command.trimEnd().split(' '),
    uid: Number(uid),
    user,
    startedWallMs: Date.parse(started),
    cpuMs: parseTimeMs(time),
    rssBytes: Number(rssKibibytes) * 1024,
    // `ps` of macOS counts threads only by printing a line for each.
    threads: 1,
    ports: undefined,
    managedBy: undefined,
  };
  const look = { state: state === 'T' ? 'stopped' : 'alive', startTicks: undefined, reading } as const;
  return { pid: Number(pid), look };
}

// [[days-]hours:]minutes:seconds.hundredths
function parseTimeMs(time: string): number {
  const [days, clock] = time.includes('-') ? time.split('-') : ['0', time];
  const seconds = (clock ?? '').split(':').reduce((total, part) => total * 60 + Number(part), 0);
  return (Number(days) * 86_400 + seconds) * 1000;
}
