import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { UiEvent } from '../../src/ui/events.js';
import type { UiState } from '../../src/ui/state.js';
import { answered, asking } from '../support/asked.js';
import { literalStalls } from '../support/literal-inspections.js';
import { fleetSample, literalDump, literalField, literalSample } from '../support/literal-samples.js';
import { after, afterCommands, drawnLines, startState } from '../support/screen.js';

const SIZE = { columns: 120, rows: 40 };

const sampledAt = (second: number): UiEvent => ({ type: 'sampled', sample: fleetSample(second) });

function kinds(asked: readonly { readonly kind: string }[]): readonly string[] {
  return asked.map(({ kind }) => kind);
}

const stalling = (second: number, stalls: number, lastMs: number, state: 'live' | 'stuck' = 'live'): UiEvent => {
  const fields = [
    literalField('porthole.stalls', 'counter', stalls),
    literalField('porthole.stall.last', 'gauge', lastMs),
  ];
  return { type: 'sampled', sample: literalSample(second, [{ pid: 4121, name: 'api', state, fields }]) };
};

test('a stall that was counted is fetched and logged, whatever is on the screen', () => {
  const before = after(startState(SIZE), stalling(0, 0, 0), stalling(1, 0, 0));
  const [counted, asked] = asking(before, stalling(2, 1, 1300));
  assert.deepEqual(kinds(asked), ['stalls']);
  assert.deepEqual(
    counted.log.map(({ kind, detail }) => `${kind}: ${detail}`),
    ['stalled: event loop stood still for 1.3 s'],
  );
  const kept = answered(counted, { kind: 'stalls', report: literalStalls });
  assert.equal(kept.stalls.kept.get(kept.processKey ?? '')?.length, 2);
  assert.deepEqual(asking(kept, stalling(3, 1, 1300))[1], []);
  assert.deepEqual(kinds(asking(kept, stalling(3, 1, 2600))[1]), ['stalls']);
});

test('a process that ends with stalls is asked for what it has left', () => {
  const before = after(startState(SIZE), stalling(0, 2, 1300), stalling(1, 2, 1300));
  const [, asked] = asking(before, { type: 'sampled', sample: literalSample(2, []) });
  assert.deepEqual(kinds(asked), ['stalls']);
  assert.equal(asked[0]?.target.state, 'ended');
});

test('a line of the log leads to its process and moment, with the stall opened', async () => {
  let state = startState(SIZE);
  for (let second = 0; second < 12; second++) {
    const isStuck = second === 4 || second === 5;
    state = after(state, stalling(second, second >= 4 ? 1 : 0, 2410, isStuck ? 'stuck' : 'live'));
  }
  state = answered(state, { kind: 'stalls', report: literalStalls });
  const gone = afterCommands(state, 'focusLog', 'moveDown', 'goToEntry');
  assert.equal(Math.floor((gone.history.atMs ?? 0) / 1000), 4);
  assert.equal(gone.focus, 'stalls');
  const text = (await drawnLines(gone)).join('\n');
  assert.match(text, /PAUSED 0s at 12:00:04/);
  assert.match(text, /▾ 12:00:03 +2\.41 s {2}main thread {2}← the moment shown {2}in resizeImage/);
  assert.doesNotMatch(text, /12:00:08/);
});

test('stepping back with the stack pane open brings the dump of that moment, and going on the newest', () => {
  const first = dumpedNow(after(startState(SIZE), ...[0, 1, 2, 3].map(sampledAt)), 1);
  const second = dumpedNow(after(first, ...[4, 5, 6, 7, 8].map(sampledAt)), 2);
  assert.equal(pidOf(second), 2);
  const back = afterCommands(second, 'stepBack', 'stepBack', 'stepBack');
  assert.equal(pidOf(back), 1);
  assert.equal(pidOf(afterCommands(back, 'stepMinuteBack')), 'failed');
  assert.equal(pidOf(afterCommands(back, 'togglePause')), 2);
});

function pidOf({ stack }: UiState): unknown {
  if (stack?.answer.state !== 'arrived') return stack?.answer.state;
  return typeof stack.answer.kept.dump === 'string' ? '' : stack.answer.kept.dump.pid;
}

function dumpedNow(state: UiState, pid: number): UiState {
  const asked = afterCommands(state, 'takeDump');
  return after(asked, { type: 'dumpArrived', number: asked.requestCount, dump: { ...literalDump, pid } });
}
