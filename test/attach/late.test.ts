import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { attachAgent } from '../../src/source/attach.js';
import { listListeners } from '../../src/source/attach-port.js';
import { closeLateInspector } from '../../src/source/attach-session.js';
import { startProgram } from '../support/program.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const skip = process.platform === 'linux' ? false : 'processes are attached to on Linux only';
const WAITS_IN_READ = `process.stdout.write('READY\\n', () => setImmediate(() => {
  require('node:fs').readFileSync(process.argv[1]);
  setInterval(() => undefined, 60_000);
  process.stdout.write('WENT ON\\n');
}));`;

test('a program blocked in native code is given up, and its port closed when it comes back', { skip }, async (t) => {
  const folder = temporaryFolder(t);
  const fifo = join(folder, 'fifo');
  const run = join(folder, 'run');
  execFileSync('mkfifo', [fifo]);
  const program = startProgram(t, ['-e', WAITS_IN_READ, fifo], { env: { PORTHOLE_DIR: run } });
  await program.line('READY');
  let closing: Promise<boolean> | undefined;
  const options = {
    code: { agent: 'throw new Error("started too late")', worker: '', url: 'file:///nowhere/agent.js' },
    isForced: false,
    timeoutMs: 500,
    onLeftOpen: (pid: number, port: number) => {
      closing = closeLateInspector(pid, port, 30_000);
    },
  };
  const reason = /opened no inspector in 500 ms: its main thread is in native code/;
  await assert.rejects(attachAgent(program.pid, options), reason);
  writeFileSync(fifo, 'x');
  await program.line('WENT ON');
  assert.equal(await closing, true);
  const open = listListeners(program.pid).filter(({ isOwn }) => isOwn);
  assert.deepEqual([open, program.child.exitCode, program.child.signalCode], [[], null, null]);
  assert.match(program.output().stderr, /^Debugger listening on /);
  assert.ok(!existsSync(run));
});
