import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { parseProcStat, readProcess } from '../../src/source/process-info.js';
import { parsePs } from '../../src/source/ps.js';
import { startProgram } from '../support/program.js';
import { skipWithoutPython } from '../support/python.js';

const skipWithoutProc = process.platform === 'linux' ? false : 'there is no /proc on this system';

test('this process is alive, ours, and has used some memory', () => {
  const look = readProcess(process.pid);
  assert.ok('reading' in look);
  assert.equal(look.state, 'alive');
  assert.equal(look.reading.uid, process.getuid?.());
  assert.ok(look.reading.rssBytes > 1024 * 1024);
  assert.ok(Math.abs(look.reading.startedWallMs - (Date.now() - process.uptime() * 1000)) < 3000);
  assert.match(look.reading.commandLine[0] ?? '', /node/);
});

test('a pid that never was is gone', () => {
  assert.deepEqual(readProcess(2 ** 22 + 1), { state: 'gone' });
  assert.deepEqual(readProcess(0), { state: 'gone' });
  assert.deepEqual(readProcess(Number.NaN), { state: 'gone' });
});

test('the exit code and the signal of an ended process are known until its parent takes notice', {
  skip: skipWithoutProc || skipWithoutPython,
}, async (t) => {
  const script = `import os,signal,time
exited=os.fork()
if exited==0: os._exit(3)
killed=os.fork()
if killed==0: os.kill(os.getpid(), signal.SIGKILL)
for pid in (exited, killed): os.waitid(os.P_PID,pid,os.WEXITED|os.WNOWAIT)
print("ZOMBIES",exited,killed,flush=True)
time.sleep(60)`;
  const parent = startProgram(t, ['-c', script], { command: 'python3' });
  const [, exited, killed] = (await parent.line('ZOMBIES')).split(' ').map(Number);
  assert.deepEqual(readProcess(exited ?? 0), { state: 'gone', end: 'with exit code 3' });
  assert.deepEqual(readProcess(killed ?? 0), { state: 'gone', end: 'by SIGKILL' });
});

test('a process that has ended is gone while its parent has not taken notice', {
  skip: skipWithoutProc || skipWithoutPython,
}, async (t) => {
  const script =
    'import os,time\npid=os.fork()\nif pid==0: os._exit(0)\nos.waitid(os.P_PID,pid,os.WEXITED|os.WNOWAIT)\nprint("ZOMBIE",pid,flush=True)\ntime.sleep(60)';
  const parent = startProgram(t, ['-c', script], { command: 'python3' });
  const pid = Number((await parent.line('ZOMBIE')).split(' ')[1]);
  assert.deepEqual(readProcess(pid), { state: 'gone' });
});

test('a stopped process is told from a living one', { skip: skipWithoutProc }, async (t) => {
  const script =
    'process.stdout.write("READY\\n", () => process.kill(process.pid, "SIGSTOP")); setInterval(() => {}, 1e6)';
  const program = startProgram(t, ['-e', script]);
  await program.line('READY');
  let look = readProcess(program.pid);
  while (look.state === 'alive') look = readProcess(program.pid);
  assert.equal(look.state, 'stopped');
});

test('the number of a thread is no pid', { skip: skipWithoutProc }, () => {
  const threads = readdirSync('/proc/self/task').map(Number);
  const other = threads.find((tid) => tid !== process.pid) ?? 0;
  assert.deepEqual(readProcess(other), { state: 'gone' });
});

test('a name with spaces and parentheses does not shift the fields', () => {
  const rest = Array.from({ length: 49 }, (_, index) => index + 4).join(' ');
  assert.deepEqual(parseProcStat(`12 (a) R (b c)) S ${rest}`), {
    state: 'S',
    cpuMs: 290,
    threads: 20,
    startTicks: 22,
    rssPages: 24,
    exitStatus: 52,
  });
});

test('a line that is cut short is none', () => {
  assert.equal(parseProcStat(''), undefined);
  assert.equal(parseProcStat('12 (node) S 1 2 3'), undefined);
});

const PS_OF_MACOS = `    1     0 root      9872 Ss     3:14.15 Sun Nov 22 08:00:01 2026     /sbin/launchd
 4121   501 alice    41232 S+     1-02:03:04.50 Sun Nov 22 16:42:45 2026     node app.js
 4122   501 alice    90112 T      0:01.20 Sun Nov  2 16:42:46 2026     /Applications/Some App.app/Contents/MacOS/Some App
 4123   501 alice        0 Z      0:00.00 Sun Nov 22 16:42:47 2026     (node)
`;

test('the lines of ps are read', () => {
  const lines = new Map(parsePs(PS_OF_MACOS).map(({ pid, look }) => [pid, look]));
  assert.deepEqual([...lines.keys()], [1, 4121, 4122, 4123]);
  assert.deepEqual(lines.get(4121), {
    state: 'alive',
    startTicks: undefined,
    reading: {
      commandLine: ['node', 'app.js'],
      uid: 501,
      user: 'alice',
      startedWallMs: new Date(2026, 10, 22, 16, 42, 45).getTime(),
      cpuMs: ((26 * 60 + 3) * 60 + 4.5) * 1000,
      rssBytes: 41_232 * 1024,
      threads: 1,
      ports: undefined,
      managedBy: undefined,
    },
  });
  assert.equal(lines.get(4122)?.state, 'stopped');
  assert.deepEqual(lines.get(4123), { state: 'gone' });
});

test('what ps cannot have printed is no line of it', () => {
  assert.deepEqual(parsePs('ps: illegal option\n'), []);
});

test('another look at the same process takes what does not change from the one before', {
  skip: skipWithoutProc,
}, () => {
  const first = readProcess(process.pid);
  assert.ok('reading' in first);
  const before = { ...first, reading: { ...first.reading, user: 'nobody else' } };
  const second = readProcess(process.pid, before);
  assert.ok('reading' in second);
  assert.equal(second.reading.user, 'nobody else');
  assert.ok(second.reading.cpuMs >= first.reading.cpuMs);
  const other = readProcess(process.pid, { ...before, startTicks: 1 });
  assert.notEqual('reading' in other && other.reading.user, 'nobody else');
});
