import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { formatSocketName } from '../../src/target.js';
import { askConsole, listStats, readFields, startAnswering } from '../support/agent.js';
import { giveOrdersTo } from '../support/orders.js';
import { startProgram } from '../support/program.js';
import { fixtureProgram } from '../support/project.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { until } from '../support/until.js';

test('after stop nothing of the agent is left in the process', async (t) => {
  const { ask, folder } = await startStoppable(t);
  const before = await ask('look');
  await ask('start');
  await until('the console answers', () => readdirSync(folder).length === 2);
  assert.notEqual(await ask('look'), before);
  await ask('stop');
  await until('it is as before', async () => (await ask('look')) === before);
  assert.deepEqual(readdirSync(folder), []);
});

test('an agent that was stopped can be started again, and the metrics go on', async (t) => {
  const { ask, folder, socket } = await startStoppable(t);
  for (const order of ['start', 'count', 'stop', 'count', 'start', 'count']) await ask(order);
  assert.equal(readFields(folder).get('jobs')?.value, 3);
  await until('the console answers', () => isAnswering(socket));
});

test('the console of an agent that was stopped and started at once stays', async (t) => {
  const { ask, folder, socket } = await startStoppable(t);
  await ask('start');
  await until('the console answers', () => isAnswering(socket));
  const threads = (await ask('look')).match(/"threads":\d+/)?.[0];
  await ask('restart');
  await until('the first has ended', async () => (await ask('look')).match(/"threads":\d+/)?.[0] === threads);
  await until('the second answers', () => isAnswering(socket));
  assert.equal(listStats(folder).length, 1);
});

test('threads of the program lose their agents too', async (t) => {
  const program = await startAnswering(t, 'has-threads');
  assert.equal(listStats(program.folder).length, 2);
  const { status, body } = await askConsole(program.socket, '/detach', 'POST');
  assert.deepEqual([status, body], [200, { version: 1, pid: program.pid, detached: true }]);
  await until('no file is left', () => readdirSync(program.folder).length === 0);
});

test('the agent is taken out by nobody who only looks', async (t) => {
  const program = await startAnswering(t, 'idle');
  assert.equal((await askConsole(program.socket, '/detach')).status, 405);
  assert.equal((await askConsole(program.socket, '/info')).status, 200);
});

test('a program whose event loop does not turn keeps its agent until it does', async (t) => {
  const program = await startAnswering(t, 'loops-when-told');
  program.child.stdin?.write('\n');
  await program.line('LOOPING');
  const { status, body } = await askConsole(program.socket, '/detach', 'POST');
  assert.equal(status, 503);
  assert.match(JSON.stringify(body), /event loop is blocked/);
  assert.equal((await askConsole(program.socket, '/info')).status, 200);
});

async function startStoppable(t: TestContext): Promise<{
  readonly ask: (order: string) => Promise<string>;
  readonly folder: string;
  readonly socket: string;
}> {
  const folder = temporaryFolder(t);
  const program = startProgram(t, [fixtureProgram('starts-and-stops')], { env: { PORTHOLE_DIR: folder } });
  await program.line('READY');
  return { ask: giveOrdersTo(program), folder, socket: join(folder, formatSocketName(program.pid)) };
}

function isAnswering(socket: string): Promise<boolean> {
  return askConsole(socket, '/info').then(
    ({ status }) => status === 200,
    () => false,
  );
}
