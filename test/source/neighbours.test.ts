import assert from 'node:assert/strict';
import { test } from 'node:test';
import { appendSample, emptyHistory } from '../../src/model/history.js';
import { metricRows } from '../../src/model/metric-table.js';
import { requestDump, requestText, requestThreads } from '../../src/source/console-client.js';
import { Poller } from '../../src/source/poll.js';
import type { TargetSample } from '../../src/source/sample.js';
import { everything } from '../../src/source/select.js';
import { startProgram } from '../support/program.js';
import { neighbourProgram, skipWithoutNeighbours } from '../support/python.js';
import { temporaryFolder } from '../support/temporary-folder.js';

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
