import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import * as pty from '@lydell/node-pty';

/** A program in a terminal that nobody looks at: what it writes is searched, and what it takes is measured. */
export interface MeasuredTerminal {
  /** Resolves with the ms from the start until it has written this. */
  readonly shown: (text: string) => Promise<number>;
  /** Resolves with the ms from the key until it has written this. */
  readonly answer: (key: string, text: string) => Promise<number>;
  /** Resolves when it has run for some seconds. */
  readonly settled: () => Promise<void>;
  readonly wait: (durationMs: number) => Promise<void>;
  readonly use: () => { readonly cpuMs: number; readonly rssBytes: number };
  readonly close: () => void;
}

const SETTLE_MS = 3000;
const CLOCK_TICK_MS = 10;
const PAGE_BYTES = 4096;
const GIVE_UP_MS = 60_000;

/** Starts a command in a terminal of this size. */
export function openTerminal(
  [command = '', ...args]: readonly string[],
  { columns, rows }: { readonly columns: number; readonly rows: number },
  env: Readonly<Record<string, string>>,
): MeasuredTerminal {
  const { CI: _ci, NODE_TEST_CONTEXT: _context, ...inherited } = process.env;
  const all = { ...inherited, LANG: 'C.UTF-8', ...env };
  const startedMs = performance.now();
  const child = pty.spawn(command, args, { cols: columns, rows, name: 'xterm-256color', env: all });
  let written = '';
  const watchers = new Set<() => void>();
  child.onData((chunk) => {
    written += chunk;
    watchers.forEach((look) => look());
  });
  const until = (text: string, sinceMs: number): Promise<number> =>
    new Promise((resolve, reject) => {
      const deadline = setTimeout(() => reject(new Error(`${command} did not write ${text}`)), GIVE_UP_MS);
      const look = (): void => {
        if (!written.includes(text)) return;
        clearTimeout(deadline);
        watchers.delete(look);
        resolve(performance.now() - sinceMs);
      };
      watchers.add(look);
      look();
    });
  return {
    shown: (text) => until(text, startedMs),
    answer: (key, text) => {
      written = '';
      const pressedMs = performance.now();
      child.write(key);
      return until(text, pressedMs);
    },
    settled: () => wait(SETTLE_MS),
    wait: (durationMs) => wait(durationMs),
    use: () => readUse(child.pid),
    close: () => child.kill('SIGTERM'),
  };
}

function readUse(pid: number): { readonly cpuMs: number; readonly rssBytes: number } {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  // After the name, which may hold blanks: the state is the first, user and system time the 12th and 13th.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return {
    cpuMs: (Number(fields[11]) + Number(fields[12])) * CLOCK_TICK_MS,
    rssBytes: Number(fields[21]) * PAGE_BYTES,
  };
}
