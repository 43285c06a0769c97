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
  assert.deepEqual(parseProcStat(`12 (a) R (b c)) S ${rest}`), { state: 'S', cpuMs: 290, threads: 20, startTicks: 22 });
});

test('a line that is cut short is none', () => {
  assert.equal(parseProcStat(''), undefined);
  assert.equal(parseProcStat('12 (node) S 1 2 3'), undefined);
});

test('a line of ps is read', () => {
  const look = parsePs('  501  41232 S+     1-02:03:04.50 Sun Nov 22 16:42:45 2026     node app.js\n');
  assert.ok(look !== undefined && 'reading' in look);
  assert.equal(look.reading.cpuMs, ((26 * 60 + 3) * 60 + 4.5) * 1000);
  assert.equal(look.reading.rssBytes, 41232 * 1024);
  assert.deepEqual(look.reading.commandLine, ['node', 'app.js']);
  assert.equal(look.reading.startedWallMs, new Date(2026, 10, 22, 16, 42, 45).getTime());
});
