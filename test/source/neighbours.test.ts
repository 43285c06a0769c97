import assert from 'node:assert/strict';
import { test } from 'node:test';
import { appendSample, emptyHistory } from '../../src/model/history.js';
import { metricRows } from '../../src/model/metric-table.js';
import { removeLeftovers } from '../../src/source/clean.js';
import { requestDump, requestText, requestThreads } from '../../src/source/console-client.js';
import { Poller } from '../../src/source/poll.js';
import type { TargetSample } from '../../src/source/sample.js';
import { everything, parseSelection } from '../../src/source/select.js';
import { startProgram } from '../support/program.js';
import { neighbourProgram, skipWithoutNeighbours, skipWithoutPython, startPython } from '../support/python.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { until } from '../support/until.js';

const skip = skipWithoutNeighbours;

function valueOf(target: TargetSample | undefined, label: string): unknown {
  return target?.files[0]?.snapshot?.fields.find((field) => field.label === label)?.value;
}

test('a Python program that writes mmstats is found, and its values move', { skip }, async (t) => {
  const folder = temporaryFolder(t);
  const program = startProgram(t, [neighbourProgram('mmstats_writer'), folder, '60', '1000'], { command: 'python3' });
  await program.line('READY');
  const poller = new Poller(everything([folder]));
  const first = poller.poll();
  const [target] = first.targets;
  assert.equal(target?.target.pid, program.pid);
  assert.equal(target?.name, 'cleanroom');
  assert.equal(target?.runtime, 'python');
  assert.equal(target?.state, 'live');
  assert.equal(target?.hasAgent, false);
  assert.equal(valueOf(target, 'sys.pid'), program.pid);

  let history = appendSample(emptyHistory, first);
  let later = poller.poll();
  while (valueOf(later.targets[0], 'web.hits') === valueOf(target, 'web.hits')) later = poller.poll();
  history = appendSample(history, later);
  const [key = ''] = history.processes.keys();
  const hits = metricRows(history, key).find(({ label }) => label === 'web.hits');
  assert.equal(hits?.kind, 'counter');
  assert.ok((hits?.ratePerS ?? 0) > 0);
});

test('the last values of a Python program are its true ones', { skip }, async (t) => {
  const folder = temporaryFolder(t);
  const program = startProgram(t, [neighbourProgram('mmstats_writer'), folder, '0.3', '1000'], { command: 'python3' });
  const truth = JSON.parse((await program.line('FINAL')).slice(6)) as Record<string, string>;
  await program.ended;
  const [target] = new Poller(everything([folder])).poll().targets;
  assert.equal(target?.state, 'ended');
  for (const label of ['web.hits', 'web.active', 'web.last', 'héart.❤', 'web.byte']) {
    assert.equal(String(valueOf(target, label)), truth[label]);
  }
});

test('a counter of a writer that never rests never goes down', { skip }, async (t) => {
  const folder = temporaryFolder(t);
  const program = startProgram(t, [neighbourProgram('mmstats_writer'), folder, '60', '1e9'], { command: 'python3' });
  await program.line('READY');
  const poller = new Poller(everything([folder]));
  let highest = 0n;
  for (let look = 0; look < 2000; look++) {
    const hits = valueOf(poller.poll().targets[0], 'web.hits');
    const now = BigInt(typeof hits === 'bigint' || typeof hits === 'number' ? hits : -1);
    assert.ok(now >= highest, `${now} after ${highest}`);
    highest = now;
  }
  assert.ok(highest > 2n ** 53n);
});

test('a classic socketconsole gives its dump as text, to a request and to silence', { skip }, async (t) => {
  const folder = temporaryFolder(t);
  const program = startProgram(t, [neighbourProgram('socketconsole_dumper'), folder, '60'], { command: 'python3' });
  await program.line('READY');
  const [target] = new Poller(everything([folder])).poll().targets;
  const socket = target?.socket ?? '';
  assert.equal(target?.name, 'socketconsole_dumper.py');
  assert.equal(target?.runtime, 'python');
  for (let turn = 0; turn < 20; turn++) {
    const dump = await requestDump(socket);
    assert.equal(dump.type, 'text');
    assert.match(dump.type === 'text' ? dump.text : '', /# Thread Name: MainThread, .*some_value: 42/s);
  }
  assert.match(await requestText(socket), /name: 'café'/);
  await assert.rejects(requestThreads(socket), { code: 'bad-answer', message: /speaks socketconsole's text/ });
});

const skipUsualPlaces =
  skipWithoutPython || (process.platform === 'linux' ? false : 'environments are read on Linux only');

for (const variable of ['MMSTATS_PATH', 'TMPDIR']) {
  test(`the files of a Python program are found where its ${variable} has them, one row for all threads`, {
    skip: skipUsualPlaces,
  }, async (t) => {
    const program = startPython(t, 'threads_and_forks', [], { [variable]: temporaryFolder(t) });
    const child = Number((await program.line('READY')).split(' ')[2]);
    t.after(() => process.kill(child, 'SIGKILL'));
    const parent = program.pid;
    const { targets } = new Poller(parseSelection([String(parent), String(child)])).poll();
    assert.deepEqual(
      targets.map(({ target, name, runtime, state, files }) => [target.pid, name, runtime, state, files.length]),
      [
        [parent, 'shop', 'python', 'live', 3],
        [child, 'shop', 'python', 'live', 1],
      ],
    );
    const [threads] = targets;
    assert.equal(new Set(threads?.files.map(({ tid }) => tid)).size, 3);
  });
}

test("the files of a forked child are the child's, also when its parent is gone", {
  skip: skipWithoutPython,
}, async (t) => {
  const folder = temporaryFolder(t);
  const program = startPython(t, 'threads_and_forks', [], { MMSTATS_PATH: folder });
  const child = Number((await program.line('READY')).split(' ')[2]);
  t.after(() => process.kill(child, 'SIGKILL'));
  process.kill(program.pid, 'SIGKILL');
  const poller = new Poller(everything([folder]));
  const targets = await until('the parent has ended', () => {
    const found = poller.poll().targets;
    return found.some(({ state }) => state === 'ended') ? found : undefined;
  });
  const removed = removeLeftovers(targets, false);
  assert.deepEqual(
    removed.map(({ pid, reason }) => [pid, reason]),
    Array.from({ length: 3 }, () => [program.pid, undefined]),
  );
  assert.deepEqual(
    poller.poll().targets.map(({ target, state }) => [target.pid, state]),
    [[child, 'live']],
  );
});

test('a Python program has one row for its stats file and its console, in whatever folders they are', {
  skip,
}, async (t) => {
  const [files, sockets] = [temporaryFolder(t), temporaryFolder(t)];
  // One process that does both: the writer on a thread beside the console.
  const script = `import os, sys, threading, time, runpy
sys.argv = ['w', ${JSON.stringify(files)}, '60', '100']
threading.Thread(target=lambda: runpy.run_path(${JSON.stringify(neighbourProgram('mmstats_writer'))}, run_name='__main__'), daemon=True).start()
while not os.listdir(${JSON.stringify(files)}): time.sleep(0.01)
sys.argv = ['d', ${JSON.stringify(sockets)}, '60']
runpy.run_path(${JSON.stringify(neighbourProgram('socketconsole_dumper'))}, run_name='__main__')`;
  const program = startProgram(t, ['-B', '-c', script], { command: 'python3' });
  await program.line(`READY ${sockets}`);
  const poller = new Poller(everything([files, sockets]));
  const targets = await until('both are there', () => {
    const found = poller.poll().targets;
    return found[0]?.files.length === 1 && found[0].socket !== undefined && found;
  });
  assert.equal(targets.length, 1);
  const dump = await requestDump(targets[0]?.socket ?? '');
  assert.match(dump.type === 'text' ? dump.text : '', /# Thread Name: MainThread/);
});
