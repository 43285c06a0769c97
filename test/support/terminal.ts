import type { TestContext } from 'node:test';
import * as pty from '@lydell/node-pty';
import xterm from '@xterm/headless';

/** A program in a real pseudo-terminal, its output drawn by a terminal emulator. */
export interface TerminalProgram {
  readonly pid: number;
  /** The lines that a person would see now, without trailing spaces. */
  readonly screen: () => readonly string[];
  /** Resolves with the screen as soon as `isThere` finds what it wants on it; fails with the screen after a minute. */
  readonly until: <T>(what: string, isThere: (lines: readonly string[]) => T | undefined | false) => Promise<T>;
  /** Types keys, or sends any other bytes. */
  readonly type: (keys: string) => void;
  /** Presses and releases the left button at a cell, both from 0. */
  readonly click: (column: number, row: number) => void;
  readonly resize: (columns: number, rows: number) => void;
  /** All bytes that the program has written. */
  readonly written: () => string;
  /** Whether the alternate screen is shown, the cursor hidden, or mouse reports on. */
  readonly modes: () => { readonly alternateScreen: boolean; readonly cursorHidden: boolean; readonly mouse: string };
  readonly ended: Promise<{ readonly code: number; readonly signal: number | undefined }>;
}

export interface TerminalOptions {
  readonly columns: number;
  readonly rows: number;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
}

const GIVE_UP_MS = 60_000;

/** Starts a command in a terminal; it is killed by its pid when the test ends. */
export function startInTerminal(
  t: TestContext,
  command: string,
  args: readonly string[],
  { columns, rows, env = {}, cwd }: TerminalOptions,
): TerminalProgram {
  // Ink draws only its last frame where CI is set; NODE_TEST_CONTEXT is the runner's own.
  const unset = { CI: undefined, NODE_TEST_CONTEXT: undefined, NO_COLOR: undefined, FORCE_COLOR: undefined };
  const name = env['TERM'] ?? 'xterm-256color';
  const all: Record<string, string | undefined> = { ...process.env, ...unset, ...env };
  const defined = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  const child = pty.spawn(command, [...args], {
    cols: columns,
    rows,
    // It sets TERM, whatever the environment says.
    name,
    env: defined,
    ...(cwd !== undefined && { cwd }),
  });
  const emulator = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 0 });
  const watchers = new Set<() => void>();
  let written = '';
  child.onData((chunk) => {
    written += chunk;
    emulator.write(chunk, () => watchers.forEach((check) => check()));
  });
  let hasEnded = false;
  const ended = new Promise<{ code: number; signal: number | undefined }>((resolve) => {
    child.onExit(({ exitCode, signal }) => {
      hasEnded = true;
      resolve({ code: exitCode, signal });
    });
  });
  t.after(async () => {
    if (!hasEnded) child.kill('SIGKILL');
    await ended;
    emulator.dispose();
  });
  const screen = (): readonly string[] => {
    const { active } = emulator.buffer;
    return Array.from(
      { length: emulator.rows },
      (_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? '',
    );
  };
  return {
    pid: child.pid,
    screen,
    until: (what, isThere) => untilSeen(what, () => isThere(screen()), screen, watchers),
    type: (keys) => child.write(keys),
    click: (column, row) => child.write(`\x1b[<0;${column + 1};${row + 1}M\x1b[<0;${column + 1};${row + 1}m`),
    resize: (newColumns, newRows) => {
      emulator.resize(newColumns, newRows);
      child.resize(newColumns, newRows);
    },
    written: () => written,
    modes: () => ({
      alternateScreen: emulator.buffer.active.type === 'alternate',
      cursorHidden: written.lastIndexOf('\x1b[?25l') > written.lastIndexOf('\x1b[?25h'),
      mouse: emulator.modes.mouseTrackingMode,
    }),
    ended,
  };
}

/** Where `text` stands on the screen: its first cell, both from 0. */
export function findText(lines: readonly string[], text: string): { column: number; row: number } | undefined {
  const row = lines.findIndex((line) => line.includes(text));
  return row < 0 ? undefined : { column: lines[row]?.indexOf(text) ?? 0, row };
}

function untilSeen<T>(
  what: string,
  look: () => T | undefined | false,
  screen: () => readonly string[],
  watchers: Set<() => void>,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const check = (): void => {
      const found = look();
      if (found === undefined || found === false) return;
      settle();
      resolve(found);
    };
    const deadline = setTimeout(() => {
      settle();
      reject(new Error(`never seen: ${what}. The screen:\n${screen().join('\n')}`));
    }, GIVE_UP_MS);
    const settle = (): void => {
      clearTimeout(deadline);
      watchers.delete(check);
    };
    watchers.add(check);
    check();
  });
}
