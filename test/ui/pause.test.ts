import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { UiEvent } from '../../src/ui/events.js';
import type { UiState } from '../../src/ui/state.js';
import { fleetSample, literalField, literalSample } from '../support/literal-samples.js';
import { after, afterCommands, drawnLines, startState } from '../support/screen.js';

const SIZE = { columns: 120, rows: 40 };

function sampled(state: UiState, first: number, last: number): UiState {
  const seconds = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  return after(state, ...seconds.map((second) => ({ type: 'sampled', sample: fleetSample(second) }) as const));
}

function requests(state: UiState): unknown {
  return state.metrics.find(({ label }) => label === 'http.requests')?.value;
}

const ten = sampled(startState(SIZE), 0, 10);

test('a paused screen stays as it is while samples go on being taken', async () => {
  const paused = sampled(afterCommands(ten, 'togglePause'), 11, 22);
  assert.equal(requests(paused), requests(ten));
  assert.match((await drawnLines(paused))[0] ?? '', /PAUSED 12s/);
  const on = afterCommands(paused, 'togglePause');
  assert.equal(requests(on), requests(sampled(startState(SIZE), 0, 22)));
});

test('stepping back shows every pane as it was, and stepping on comes back', async () => {
  const back = afterCommands(ten, 'stepBack', 'stepBack', 'stepBack');
  assert.equal(requests(back), 1_203_000 + 7 * 412);
  assert.equal(back.history.atMs, 7000);
  assert.match((await drawnLines(back))[0] ?? '', /PAUSED 0s at 12:00:07/);
  assert.equal(requests(afterCommands(back, 'stepForward')), 1_203_000 + 8 * 412);
  assert.equal(requests(afterCommands(back, 'stepMinuteForward')), requests(ten));
});

test('a step beyond the first sample stops there and says so', () => {
  const first = afterCommands(ten, 'stepMinuteBack');
  assert.equal(first.history.atMs, 0);
  assert.match(first.notice ?? '', /first sample/);
});

test('samples that come while the past is looked at do not move it', () => {
  const back = sampled(afterCommands(ten, 'stepBack'), 11, 15);
  assert.equal(back.history.atMs, 9000);
  assert.equal(requests(afterCommands(back, 'stepForward', 'stepForward')), 1_203_000 + 11 * 412);
});

test('a process that has ended since is there in the past, with its state and its numbers', () => {
  const ended = after(ten, { type: 'sampled', sample: literalSample(11, [{ pid: 4150, name: 'worker' }]) });
  assert.equal(ended.processes.find(({ name }) => name === 'api')?.state, 'ended');
  const back = afterCommands(ended, 'stepBack');
  assert.equal(back.processes.find(({ name }) => name === 'api')?.state, 'live');
  assert.equal(back.processes.find(({ name }) => name === 'worker')?.state, 'stuck');
});

function phase(second: number, text: string, heapBytes: number): UiEvent {
  return {
    type: 'sampled',
    sample: literalSample(second, [
      {
        pid: 1,
        name: 'api',
        fields: [
          literalField('app.phase', 'text', text),
          literalField('nodejs.heap.size.used', 'gauge', heapBytes, 'bytes'),
          literalField('nodejs.heap.size.limit', 'gauge', 100 * 2 ** 20, 'bytes'),
        ],
      },
    ]),
  };
}

test('a text is shown as it was then, and so is a warning', async () => {
  const events = [phase(0, 'loading', 2 ** 20), phase(1, 'loading', 2 ** 20), phase(2, 'serving', 99 * 2 ** 20)];
  const state = after(startState(SIZE), ...events, phase(3, 'serving', 99 * 2 ** 20));
  const now = (await drawnLines(state)).join('\n');
  assert.match(now, /app\.phase +serving/);
  assert.match(now, /! heap/);
  const then = (await drawnLines(afterCommands(state, 'stepBack', 'stepBack'))).join('\n');
  assert.match(then, /app\.phase +loading/);
  assert.doesNotMatch(then, /! heap/);
});

const at = (second: number, ...processes: Parameters<typeof literalSample>[1]) =>
  ({ type: 'sampled', sample: literalSample(second, processes) }) as const;

const happened = (entries: UiState['log']) => entries.map(({ kind, pid }) => `${kind} ${pid}`);

test('what happened is in the log, newest first, and in the past only what had happened', async () => {
  const [api, cron] = [
    { pid: 1, name: 'api' },
    { pid: 2, name: 'cron' },
  ];
  const state = after(
    startState(SIZE),
    at(0, api),
    at(1, api, cron),
    at(2, { ...api, state: 'stuck', stateReason: 'event loop blocked 1.2 s' }, cron),
    at(3, api),
    at(4, api, { pid: 3, name: 'cron' }),
  );
  assert.deepEqual(happened(state.log), ['restarted 3', 'ended 2', 'recovered 1', 'stalled 1', 'started 2']);
  const back = await drawnLines(afterCommands(state, 'stepBack', 'stepBack', 'focusLog'));
  const text = back.join('\n');
  assert.match(text, /12:00:02 {2}stalled +1 api: event loop blocked 1\.2 s/);
  assert.doesNotMatch(text, /restarted/);
});
