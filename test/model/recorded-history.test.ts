import assert from 'node:assert/strict';
import { test } from 'node:test';
import { historyAt } from '../../src/model/past.js';
import { processRows } from '../../src/model/process-table.js';
import {
  appendRecorded,
  noRecordedHistory,
  type RecordedHistory,
  wholeHistory,
} from '../../src/model/recorded-history.js';
import { pointsOf } from '../../src/model/timeline.js';
import { counter, sampleAt, targetSample } from '../support/sample.js';

const HOUR_MS = 3_600_000;

function recorded(count: number, stepMs: number, isThere: (index: number) => boolean): RecordedHistory {
  let history = noRecordedHistory;
  for (let index = 0; index < count; index++) {
    const api = targetSample(7, [counter('hits', index)]);
    const job = targetSample(8, [counter('jobs', index)], { name: 'job' });
    history = appendRecorded(history, sampleAt(index * stepMs, api, ...(isThere(index) ? [job] : [])));
  }
  return history;
}

const namesAt = (history: RecordedHistory, atMs: number): readonly string[] =>
  processRows(historyAt(wholeHistory(history), atMs)).map(({ name, state }) => `${name} ${state}`);

test('all moments of a recording stay, however long it is', () => {
  const { history } = recorded(100, HOUR_MS / 10, () => true);
  const timeline = history.processes.get('7@700')?.timeline;
  assert.equal(timeline === undefined ? 0 : pointsOf(timeline, 'hits').length, 100);
});

test('a process that had left the list long before the end is there at the moments at which it lived', () => {
  const history = recorded(120, 60_000, (index) => index < 10);
  assert.deepEqual(namesAt(history, 5 * 60_000), ['api live', 'job live']);
  assert.deepEqual(namesAt(history, 11 * 60_000), ['api live', 'job ended']);
  assert.deepEqual(namesAt(history, 119 * 60_000), ['api live']);
});

test('what happened is derived from the samples, newest first', () => {
  const { log } = recorded(20, 1000, (index) => index > 3 && index < 8);
  assert.deepEqual(
    log.map(({ kind, name }) => `${kind} ${name}`),
    ['ended job', 'started job'],
  );
});
