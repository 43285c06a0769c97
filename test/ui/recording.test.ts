import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keepDump } from '../../src/model/kept-dumps.js';
import { keepStalls } from '../../src/model/kept-stalls.js';
import { appendRecorded, noRecordedHistory, wholeHistory } from '../../src/model/recorded-history.js';
import type { OpenedRecording } from '../../src/ui/recording-state.js';
import type { UiState } from '../../src/ui/state.js';
import { openRecording } from '../../src/ui/update/recording.js';
import { update } from '../../src/ui/update.js';
import { literalStalls } from '../support/literal-inspections.js';
import { fleetSample, literalDump } from '../support/literal-samples.js';
import { after, afterCommands, drawnLines, press, startState } from '../support/screen.js';

const [stall] = literalStalls.stalls;
// It began five seconds after the first sample.
const recordedStalls = {
  ...literalStalls,
  stalls: stall === undefined ? [] : [{ ...stall, startedWallMs: wallMsOf(5) }],
};
const SIZE = { columns: 120, rows: 40 };

function opened(seconds: number, rest: Partial<OpenedRecording> = {}): UiState {
  let recorded = noRecordedHistory;
  for (let second = 0; second < seconds; second++) recorded = appendRecorded(recorded, fleetSample(second));
  const dump = { pid: 4150, name: 'worker', processKey: '4150@415000', atMs: 5000, wallMs: 5000, dump: literalDump };
  return openRecording(startState(SIZE), {
    title: 'recording shop.porthole',
    hostName: 'web-9',
    userName: 'eve',
    intervalMs: 1000,
    history: wholeHistory(recorded),
    log: recorded.log,
    dumps: keepDump([], dump),
    stalls: keepStalls(new Map(), '4121@412100', recordedStalls),
    notice: undefined,
    ...rest,
  });
}

function wallMsOf(second: number): number {
  return fleetSample(second).wallMs;
}

const atOf = ({ history }: UiState): number | undefined => history.atMs;
const twenty = opened(20);
const tick = (state: UiState, wallMs: number): UiState => after(state, { type: 'ticked', wallMs });

test('a recording is opened at its last moment, and says what it is, which moment is shown and of how many', async () => {
  const [line = ''] = await drawnLines(twenty);
  assert.match(line, /recording shop\.porthole · 12:00:19 of 12:00:19 · 5 procs .* web-9$/);
  const [back = ''] = await drawnLines(afterCommands(twenty, 'stepBack', 'stepBack'));
  assert.match(back, /12:00:17 of 12:00:19/);
});

test('a step beyond either end stops there and says so', () => {
  const first = afterCommands(twenty, 'stepMinuteBack');
  assert.deepEqual([atOf(first), first.notice], [0, 'this is the first moment of the recording']);
  const last = afterCommands(first, 'stepMinuteForward');
  assert.deepEqual([atOf(last), last.notice], [19_000, 'this is the last moment of the recording']);
});

test('where moments are ten seconds apart, a step goes to the next of them', () => {
  assert.equal(atOf(afterCommands(opened(20, { intervalMs: 10_000 }), 'stepBack')), 9000);
});

test('the space bar plays it from the start when it is at its end, with the clock, and stops at the end', () => {
  const playing = tick(afterCommands(twenty, 'togglePause'), 1000);
  assert.equal(atOf(playing), 0);
  assert.equal(atOf(tick(playing, 4000)), 3000);
  const faster = afterCommands(tick(playing, 4000), 'lookMoreOften');
  assert.equal(atOf(tick(faster, 6000)), 7000);
  const ended = tick(faster, 60_000);
  assert.deepEqual([atOf(ended), ended.playback?.isPlaying], [19_000, false]);
  const stopped = tick(afterCommands(faster, 'togglePause'), 9000);
  assert.equal(atOf(stopped), 3000);
});

test('a dump is shown at the moments behind the one at which it was taken', async () => {
  const onWorker = { ...twenty, processKey: '4150@415000' };
  const shown = afterCommands(onWorker, 'takeDump');
  assert.match((await drawnLines(shown)).join('\n'), /countPrimes/);
  const before = Array.from({ length: 16 }).reduce<UiState>((state) => afterCommands(state, 'stepBack'), shown);
  assert.match((await drawnLines(before)).join('\n'), /none had been taken by 12:00:03/);
  const early = afterCommands(afterCommands(onWorker, 'stepMinuteBack'), 'takeDump');
  assert.match(early.notice ?? '', /its first dump is of a later moment/);
});

test('what needs a living process says why it cannot be', () => {
  assert.match(afterCommands(twenty, 'attach').notice ?? '', /this is recorded/);
  const [, effects] = update(twenty, press(twenty, 'takeDump'));
  assert.deepEqual(effects, []);
});

test('the stalls of a recording are those up to the moment that is shown, and d leads to them where no dump is', async () => {
  const onApi = { ...twenty, processKey: '4121@412100' };
  const [shown, effects] = update(onApi, press(onApi, 'focusStalls'));
  assert.deepEqual(effects, []);
  assert.match((await drawnLines(shown)).join('\n'), /Stalls.*1, the longest/);
  const before = Array.from({ length: 16 }).reduce<UiState>((state) => afterCommands(state, 'stepBack'), shown);
  assert.match((await drawnLines(before)).join('\n'), /no stall of it was recorded up to this moment/);
  const dumped = afterCommands(onApi, 'takeDump');
  assert.deepEqual([dumped.inspection.tab, dumped.notice], ['stalls', 'no dump of it was taken: these are its stalls']);
});

test('the tabs of a recording say what is not in it, and ask nobody', async () => {
  for (const [command, said] of [
    ['focusInFlight', /only in the dumps that were taken/],
    ['focusAsync', /has no suspended async functions/],
    ['focusHot', /has no looks at running functions/],
  ] as const) {
    const [shown, effects] = update(twenty, press(twenty, command));
    assert.deepEqual(effects, []);
    assert.match((await drawnLines(shown)).join('\n'), said);
  }
});

test('a graph in a recording has all of it, from its first moment', () => {
  const state = afterCommands(twenty, 'focusMetrics', 'toggleGraph');
  assert.equal(state.graphs[0]?.sinceMs, 0);
  const long = afterCommands(opened(900), 'focusMetrics', 'toggleGraph');
  assert.ok((long.graphView.columnMs ?? 0) >= 8000);
});

test('a folder has one moment, which does not play', async () => {
  const folder = opened(1, { title: 'folder dead' });
  assert.match((await drawnLines(folder))[0] ?? '', /^ porthole {2}folder dead · 5 procs · .* web-9 · eve$/);
  assert.match(afterCommands(folder, 'togglePause').notice ?? '', /one moment/);
});
