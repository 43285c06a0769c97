import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { get, Agent as HttpAgent } from 'node:http';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { attachAgent } from '../../src/source/attach.js';
import { listListeners } from '../../src/source/attach-port.js';
import { formatSocketName } from '../../src/target.js';
import { dumpMain, listStats, readFields } from '../support/agent.js';
import { runPorthole } from '../support/command.js';
import { giveOrdersTo } from '../support/orders.js';
import { type Program, startProgram } from '../support/program.js';
import { fixtureProgram, projectFolder } from '../support/project.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { until } from '../support/until.js';

const skip = process.platform === 'linux' ? false : 'processes are attached to on Linux only';

test('a program of ES modules gets the agent, loses it without a trace, and can get it again', { skip }, async (t) => {
  const program = await startBare(t, ['shows-footprint']);
  const ask = giveOrdersTo(program);
  await ask('look');
  const before = await until('its own start is over', async () => {
    const footprint = await ask('look');
    return footprint === (await ask('look')) && footprint;
  });
  for (let round = 0; round < 2; round++) {
    const attached = await runPorthole(t, ['attach', String(program.pid)], { env: program.env });
    assert.deepEqual([attached.code, attached.stderr], [0, '']);
    assert.match(attached.stdout, /shows-footprint\.js \(pid \d+\): attached; its inspector was open for .* writes /);
    assert.equal((await dumpMain(program.socket)).state, 'idle');
    await until('the runtime is sampled', () => readFields(program.folder).has('nodejs.eventloop.lag.p99'));
    assert.deepEqual(openPorts(program), []);
    const detached = await runPorthole(t, ['detach', String(program.pid)], { env: program.env });
    assert.deepEqual([detached.code, detached.stderr], [0, '']);
    await until('it is as before', async () => (await ask('look')) === before);
    assert.deepEqual(readdirSync(program.folder), []);
  }
  assert.doesNotMatch(program.output().stderr, /porthole/i);
});

test('who attaches or detaches twice is told, and it is no failure', { skip }, async (t) => {
  const program = await startBare(t, ['idle']);
  const run = (command: string): ReturnType<typeof runPorthole> =>
    runPorthole(t, [command, String(program.pid)], { env: program.env });
  await run('attach');
  const again = await run('attach');
  assert.equal(again.code, 0);
  assert.match(again.stdout, /has the agent already/);
  // Who does not see its files finds the agent inside.
  const code = { ...agentCode(), url: 'file:///nowhere/at/all/agent.js' };
  const inside = await attachAgent(program.pid, { code, isForced: false, onLeftOpen: assert.fail });
  assert.equal(inside.wasPresent, true);
  await run('detach');
  const gone = await run('detach');
  assert.deepEqual([gone.code, gone.stderr], [0, '']);
  assert.match(gone.stdout, /has no agent/);
});

test('a busy program is attached to while it is busy', { skip }, async (t) => {
  const program = await startBare(t, ['loops-when-told']);
  program.child.stdin?.write('\n');
  await program.line('LOOPING');
  const { code, stderr } = await runPorthole(t, ['attach', String(program.pid)], { env: program.env });
  assert.deepEqual([code, stderr], [0, '']);
  const main = await dumpMain(program.socket);
  assert.equal(main.state, 'running');
  assert.match(JSON.stringify(main.frames), /loops-when-told/);
  assert.deepEqual(openPorts(program), []);
});

test('CommonJS code of the command line is attached to', { skip }, async (t) => {
  const program = await startBare(t, [], ['-e', 'process.stdout.write("READY\\n"); setInterval(() => {}, 1e6)']);
  const { code, stderr } = await runPorthole(t, ['attach', String(program.pid)], { env: program.env });
  assert.deepEqual([code, stderr], [0, '']);
  assert.equal(readFields(program.folder).get('sys.pid')?.value, program.pid);
});

test('no request fails while a server under load is attached to, and its requests are counted', { skip }, async (t) => {
  const program = await startBare(t, ['serves']);
  const port = Number((await program.line('READY')).split(' ')[1]);
  const load = startLoad(t, port);
  await until('requests', () => load.count() > 100);
  await runPorthole(t, ['attach', String(program.pid)], { env: program.env });
  await until(
    'they are counted',
    () => Number(readFields(program.folder).get('http.server.requests')?.value ?? 0) > 100,
  );
  await runPorthole(t, ['detach', String(program.pid)], { env: program.env });
  const atEnd = load.count();
  await until('more requests', () => load.count() > atEnd + 100);
  assert.deepEqual(load.failures(), []);
});

test('all workers of a cluster are attached to at once', { skip }, async (t) => {
  const program = await startBare(t, ['is-clustered', '8']);
  const pids = readFileSync(`/proc/${program.pid}/task/${program.pid}/children`, 'utf8').trim().split(' ');
  assert.equal(pids.length, 8);
  const results = await Promise.all(pids.map((pid) => runPorthole(t, ['attach', pid], { env: program.env })));
  assert.deepEqual(
    results.map(({ code, stderr }) => [code, stderr]),
    pids.map(() => [0, '']),
  );
  assert.equal(listStats(program.folder).length, 8);
  assert.deepEqual(
    pids.flatMap((pid) => listListeners(Number(pid)).filter(({ isOwn }) => isOwn)),
    [],
  );
});

test('no file of ours need be in reach of the program', { skip }, async (t) => {
  const program = await startBare(t, ['idle']);
  const code = { ...agentCode(), url: 'file:///nowhere/at/all/agent.js' };
  const { warnings, socket } = await attachAgent(program.pid, { code, isForced: false, onLeftOpen: assert.fail });
  assert.deepEqual(warnings, []);
  assert.equal((await dumpMain(socket ?? '')).state, 'idle');
  const beat = readFields(program.folder).get('org.porthole.heartbeat')?.value ?? 0;
  await until('the next beat', () => (readFields(program.folder).get('org.porthole.heartbeat')?.value ?? 0) > beat);
});

test('an agent that cannot start says why and leaves the program as it was', { skip }, async (t) => {
  const program = await startBare(t, ['shows-footprint'], [], { PORTHOLE_DIR: '/dev/null' });
  const ask = giveOrdersTo(program);
  await ask('look');
  const before = await ask('look');
  const { code, stderr } = await runPorthole(t, ['attach', String(program.pid)]);
  assert.equal(code, 1);
  assert.match(stderr, /not attached: the agent could not start in it: \/dev\/null is no folder/);
  await until('it is as before', async () => (await ask('look')) === before);
  assert.deepEqual(openPorts(program), []);
});

interface Bare extends Program {
  readonly folder: string;
  readonly socket: string;
  readonly env: Readonly<Record<string, string>>;
}

async function startBare(
  t: TestContext,
  [fixture, ...args]: readonly string[],
  flags: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<Bare> {
  const folder = temporaryFolder(t);
  const script = fixture === undefined ? [] : [fixtureProgram(fixture)];
  const program = startProgram(t, [...flags, ...script, ...args], { env: { PORTHOLE_DIR: folder, ...env } });
  await program.line('READY');
  return { ...program, folder, socket: join(folder, formatSocketName(program.pid)), env: { PORTHOLE_DIR: folder } };
}

function openPorts({ pid }: Program): readonly number[] {
  return listListeners(pid).flatMap(({ isOwn, port }) => (isOwn ? [port] : []));
}

function agentCode(): { readonly agent: string; readonly worker: string } {
  const [agent = '', worker = ''] = ['attached.js', 'worker.js'].map((name) =>
    readFileSync(join(projectFolder, 'dist/porthole', name), 'utf8'),
  );
  return { agent, worker };
}

function startLoad(
  t: TestContext,
  port: number,
): { readonly count: () => number; readonly failures: () => readonly string[] } {
  const agent = new HttpAgent({ keepAlive: true, maxSockets: 8 });
  let count = 0;
  let isOver = false;
  const failures: string[] = [];
  const ask = (): void => {
    if (isOver) return;
    const request = get({ port, host: '127.0.0.1', agent }, (response) => {
      if (response.statusCode !== 200) failures.push(String(response.statusCode));
      response.resume().on('end', () => {
        count++;
        ask();
      });
    });
    request.on('error', (error) => {
      if (!isOver) failures.push(error.message);
    });
  };
  for (let client = 0; client < 8; client++) ask();
  t.after(() => {
    isOver = true;
    agent.destroy();
  });
  return { count: () => count, failures: () => failures };
}
