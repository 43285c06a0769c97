import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { readAgentless } from '../../src/source/agentless.js';
import { Machine } from '../../src/source/machine.js';
import { Poller } from '../../src/source/poll.js';
import type { TargetSample } from '../../src/source/sample.js';
import { parseSelection } from '../../src/source/select.js';
import { type Program, type ProgramOptions, startProgram } from '../support/program.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { until } from '../support/until.js';

const skip = process.platform === 'linux' ? false : 'processes are listed on Linux only';
const IDLE = 'process.stdout.write("READY\\n"); setInterval(() => {}, 1e6);';

async function startIdle(t: TestContext, args: readonly string[], options: ProgramOptions = {}): Promise<Program> {
  const program = startProgram(t, args, options);
  await program.line('READY');
  return program;
}

function find(pid: number): TargetSample | undefined {
  return new Poller(parseSelection([String(pid)])).poll(true).targets[0];
}

test('a Node process without an agent is listed, and how it gets one', { skip }, async (t) => {
  const { pid } = await startIdle(t, ['-e', IDLE]);
  const target = find(pid);
  assert.equal(target?.state, 'no-agent');
  assert.equal(target?.name, 'node');
  assert.equal(target?.hasAgent, false);
  assert.equal(target?.process?.uid, process.getuid?.());
  assert.match(target?.stateReason ?? '', /porthole run/);
});

test('the reader does not list itself, nor what is known already', { skip }, () => {
  const machine = new Machine();
  machine.refresh(true);
  const found = readAgentless(machine, new Set([process.ppid])).map(({ target }) => target.pid);
  assert.ok(!found.includes(process.pid));
  assert.ok(!found.includes(process.ppid));
});

test('a copy of node under another name is told by what it contains', { skip }, async (t) => {
  const command = join(temporaryFolder(t), 'shopd');
  copyFileSync(process.execPath, command);
  const { pid } = await startIdle(t, ['-e', IDLE], { command });
  const target = find(pid);
  assert.equal(target?.runtime, 'node');
  assert.equal(target?.name, 'shopd');
});

test('a program that is not Node is not listed', { skip }, (t) => {
  const { pid } = startProgram(t, ['60'], { command: 'sleep' });
  assert.equal(find(pid), undefined);
});

test('a program is called by its package and its script', { skip }, async (t) => {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, 'lib'));
  writeFileSync(join(folder, 'package.json'), '{"name":"shop"}');
  writeFileSync(join(folder, 'lib/server.js'), IDLE);
  const { pid } = await startIdle(t, ['--no-warnings', 'lib/server.js', '--port', '80'], { cwd: folder });
  assert.equal(find(pid)?.name, 'shop/server.js');
});

test('a program that gave itself a title is called by that', { skip }, async (t) => {
  const { pid } = await startIdle(t, ['-e', `process.title = 'shop: api'; ${IDLE}`]);
  assert.equal(find(pid)?.name, 'shop: api');
});

test('a title that is given later changes the name', { skip }, async (t) => {
  const program = await startIdle(t, ['-e', `${IDLE} process.stdin.once('data', () => { process.title = 'later' })`]);
  const poller = new Poller(parseSelection([String(program.pid)]));
  assert.equal(poller.poll().targets[0]?.name, 'node');
  program.child.stdin?.write('\n');
  await until('the title is its name', () => poller.poll().targets[0]?.name === 'later');
});

test('the workers of a cluster have their numbers', { skip }, async (t) => {
  const script = join(temporaryFolder(t), 'web.js');
  const body = `const c = require('cluster'); if (c.isPrimary) { c.fork(); c.fork(); setInterval(() => {}, 1e6); }
    else require('http').createServer().listen(0, () => console.log('WORKER', c.worker.id, process.pid));`;
  writeFileSync(script, body);
  const primary = startProgram(t, [script]);
  const lines = await Promise.all([primary.line('WORKER 1'), primary.line('WORKER 2')]);
  const names = lines.map((line) => find(Number(line.split(' ')[2]))?.name);
  assert.deepEqual(names, ['web.js#1', 'web.js#2']);
  assert.equal(find(primary.pid)?.name, 'web.js');
});

test('what PM2 starts is called by its script, and is known to be of PM2', { skip }, async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'package.json'), '{"name":"shop"}');
  writeFileSync(join(folder, 'api.js'), IDLE);
  // As PM2 5 starts a program in fork mode, with a container script of its own.
  const container = join(folder, 'ProcessContainerFork.cjs');
  writeFileSync(container, `process.title = 'node ' + process.env.pm_exec_path; require(process.env.pm_exec_path);`);
  const env = { pm_id: '0', name: 'the shop', pm_exec_path: join(folder, 'api.js') };
  const { pid } = await startIdle(t, [container], { env });
  const target = find(pid);
  assert.equal(target?.name, 'shop/api.js');
  assert.equal(target?.process?.managedBy, 'pm2 the shop');
});

test('a process that becomes Node later is found when it has', { skip }, async (t) => {
  const program = startProgram(t, ['-c', `echo SHELL; read line; exec ${process.execPath} -e '${IDLE}'`], {
    command: 'sh',
  });
  await program.line('SHELL');
  const poller = new Poller(parseSelection([String(program.pid)]));
  assert.deepEqual(poller.poll().targets, []);
  program.child.stdin?.write('\n');
  await until('it is listed', () => poller.poll().targets[0]?.state === 'no-agent');
});
