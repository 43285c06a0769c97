import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  formatSocketName,
  formatStatsFileName,
  isStatsFileName,
  parseSocketName,
  parseStatsFileName,
  targetKey,
} from '../src/target.js';

test('the name of a stats file says who wrote it', () => {
  const name = { cmd: 'my-app.js', pid: 12, tid: 34 };
  assert.equal(formatStatsFileName(name), 'my-app.js-12-34.mmstats');
  assert.deepEqual(parseStatsFileName('my-app.js-12-34.mmstats'), name);
});

test('a command with odd characters still makes a file name', () => {
  assert.equal(formatStatsFileName({ cmd: '../a b\n/c', pid: 1, tid: 2 }), '.._a_b_c-1-2.mmstats');
  assert.equal(formatStatsFileName({ cmd: '', pid: 1, tid: 2 }), 'node-1-2.mmstats');
});

test('the names that mmstats used before are read too', () => {
  assert.deepEqual(parseStatsFileName('mmstats-12-34'), { cmd: '', pid: 12, tid: 34 });
  assert.deepEqual(parseStatsFileName('mmstats-12-34.mmstats'), { cmd: 'mmstats', pid: 12, tid: 34 });
});

test('a name of somebody’s own choice has no pid but is a stats file', () => {
  assert.equal(parseStatsFileName('billing.mmstats'), undefined);
  assert.deepEqual(['billing.mmstats', 'mmstats-x', 'notes.txt'].map(isStatsFileName), [true, true, false]);
});

test('the name of a socket says whose it is', () => {
  assert.equal(parseSocketName(formatSocketName(77)), 77);
  assert.deepEqual(['socketdumper-', 'socketdumper-1x', 'xsocketdumper-1'].map(parseSocketName), [
    undefined,
    undefined,
    undefined,
  ]);
});

test('two lives of one pid are two targets', () => {
  assert.notEqual(targetKey({ pid: 7, startTicks: 100 }), targetKey({ pid: 7, startTicks: 200 }));
});
