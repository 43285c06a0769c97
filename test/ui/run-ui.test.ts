import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type IPty, spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { fixtureProgram } from '../support/project.js';

const GIVEN_BACK = '\x1b[?1006l\x1b[?1000l\x1b[0m\x1b[?7h\x1b[?25h\x1b[?1049l';

// Far more than it takes, even on a machine that is busy with other tests.
const SHOW_DEADLINE_MS = 20_000;

interface Session {
  readonly pty: IPty;
  readonly terminal: xterm.Terminal;
  /** All that the program has written. */
  readonly output: () => string;
  /** Resolves when a line of the screen matches; fails when the program ends first. */
  readonly shows: (pattern: RegExp) => Promise<void>;
  readonly ended: Promise<{ readonly exitCode: number }>;
}

test('q quits, and the terminal is given back', { timeout: 60_000 }, async (t) => {
  const session = startScreen(t);
  await session.shows(/METRICS {2}api/);
  session.pty.write('q');
  assert.equal((await session.ended).exitCode, 0);
  assertGivenBack(session, 'ENDED {"reason":"quit"}');
});

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']) {
  test(`${signal} ends the screen, and the terminal is given back`, { timeout: 60_000 }, async (t) => {
    const session = startScreen(t);
    await session.shows(/METRICS {2}api/);
    process.kill(session.pty.pid, signal);
    assert.equal((await session.ended).exitCode, 0);
    assertGivenBack(session, `ENDED {"reason":"signal","signal":"${signal}"}`);
  });
}

for (const [ending, exitCode, words] of [
  ['throw', 1, 'FAILED Error: thrown by a timer'],
  ['reject', 1, 'FAILED Error: rejected by nobody'],
  ['exit', 3, ''],
] as const) {
  test(`the terminal is given back when something ends the program (${ending})`, { timeout: 60_000 }, async (t) => {
    const session = startScreen(t, ending);
    assert.equal((await session.ended).exitCode, exitCode);
    assertGivenBack(session, words);
  });
}

test('keys, clicks and split clicks reach the screen through a real terminal', { timeout: 60_000 }, async (t) => {
  const session = startScreen(t);
  await session.shows(/METRICS {2}api/);
  session.pty.write('\x1b[<0;10;5M\x1b[<0;10;5m');
  await session.shows(/METRICS {2}worker/);
  session.pty.write('d');
  await session.shows(/countPrimes/);
  session.pty.write('\x1b[<0;6;');
  session.pty.write('4M');
  await session.shows(/METRICS {2}api/);
  session.pty.write('\t');
  await session.shows(/┏━ METRICS {2}api/);
  session.pty.write('\x1b');
  await session.shows(/process\.uptime/);
  session.pty.write('\x03');
  assert.equal((await session.ended).exitCode, 0);
});

test('a resized window is drawn anew, in its size', { timeout: 60_000 }, async (t) => {
  const session = startScreen(t);
  await session.shows(/METRICS {2}api/);
  session.terminal.resize(80, 24);
  session.pty.resize(80, 24);
  await session.shows(/▐● 4121 api/);
  const lines = linesOf(session.terminal);
  assert.equal(lines.filter((line) => line.includes('METRICS')).length, 1);
  session.terminal.resize(60, 24);
  session.pty.resize(60, 24);
  await session.shows(/^terminal too small, need 80×20 \(this is 60×24\)$/);
});

function startScreen(t: TestContext, ...args: readonly string[]): Session {
  const size = { cols: 120, rows: 30 };
  const { CI: _ci, NODE_TEST_CONTEXT: _context, ...env } = process.env;
  const pty = spawn(process.execPath, [fixtureProgram('literal-screen'), ...args], {
    ...size,
    env: { ...env, TZ: 'UTC' },
  });
  const terminal = new xterm.Terminal({ ...size, allowProposedApi: true });
  let output = '';
  let hasEnded = false;
  const checks = new Set<() => void>();
  const check = (): void => checks.forEach((run) => run());
  pty.onData((data) => {
    output += data;
    terminal.write(data, check);
  });
  const ended = new Promise<{ exitCode: number }>((resolve) => {
    pty.onExit(({ exitCode }) => {
      hasEnded = true;
      check();
      resolve({ exitCode });
    });
  });
  t.after(async () => {
    if (!hasEnded) process.kill(pty.pid, 'SIGKILL');
    await ended;
    terminal.dispose();
  });
  const shows = (pattern: RegExp): Promise<void> =>
    new Promise((resolve, reject) => {
      const fail = (why: string): void =>
        reject(new Error(`${why} without showing ${pattern}:\n${linesOf(terminal).join('\n')}`));
      const deadline = setTimeout(() => fail(`${SHOW_DEADLINE_MS} ms went by`), SHOW_DEADLINE_MS);
      const run = (): void => {
        const isShown = linesOf(terminal).some((line) => pattern.test(line));
        if (!isShown && !hasEnded) return;
        checks.delete(run);
        clearTimeout(deadline);
        if (isShown) resolve();
        else fail('ended');
      };
      checks.add(run);
      run();
    });
  return { pty, terminal, output: () => output, shows, ended };
}

function linesOf(terminal: xterm.Terminal): readonly string[] {
  return Array.from(
    { length: terminal.rows },
    (_, row) => terminal.buffer.active.getLine(row)?.translateToString(true) ?? '',
  );
}

function assertGivenBack(session: Session, words: string): void {
  const output = session.output();
  const end = output.lastIndexOf(GIVEN_BACK);
  assert.ok(end >= 0, `the terminal was not given back: ${JSON.stringify(output.slice(-300))}`);
  assert.equal(output.slice(end + GIVEN_BACK.length).trim(), words);
}
