import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { UiState } from '../../src/ui/state.js';
import { graphTime, resample } from '../../src/ui/view/graph-time.js';
import { fleetSample, literalField, literalSample } from '../support/literal-samples.js';
import { after, afterCommands, drawnLines, startState } from '../support/screen.js';

const SIZE = { columns: 120, rows: 40 };

function sampled(state: UiState, first: number, last: number): UiState {
  const seconds = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  return after(state, ...seconds.map((second) => ({ type: 'sampled', sample: fleetSample(second) }) as const));
}

const graphed = sampled(afterCommands(sampled(startState(SIZE), 0, 30), 'openMetrics', 'toggleGraph'), 31, 50);
const inGraphs = afterCommands(graphed, 'focusGraphs');

function pointsAt(...values: readonly (number | undefined)[]) {
  return values.map((value, second) => ({ atMs: second * 1000, wallMs: second * 1000, value, isRestart: false }));
}

test('a graph begins with the moment at which it was asked for', () => {
  assert.equal(graphTime(graphed).startMs, 30_000);
  assert.equal(graphTime(graphed).endMs, 50_000);
});

test('zooming out shows what was before', () => {
  const out = afterCommands(inGraphs, 'zoomOut');
  assert.equal(out.graphView.columnMs, 2000);
  assert.ok(graphTime(out).startMs < 0);
  assert.equal(graphTime(afterCommands(inGraphs, 'zoomIn')).columnMs, 500);
});

test('a page back in time ends earlier, and End goes to now', () => {
  const past = afterCommands(afterCommands(inGraphs, 'zoomIn', 'zoomIn'), 'pageUp');
  assert.ok(graphTime(past).endMs < 50_000);
  assert.equal(graphTime(afterCommands(past, 'moveToEnd')).endMs, 50_000);
  assert.ok(graphTime(afterCommands(past, 'moveToStart')).startMs <= 0);
});

test('the cursor reads the value at its place', async () => {
  const read = afterCommands(inGraphs, 'moveLeft', 'moveLeft', 'moveLeft');
  assert.equal(read.graphView.cursorMs, 48_000);
  assert.match((await drawnLines(read)).join('\n'), /at 12:00:48 412 /);
  assert.equal(afterCommands(read, 'goBack').graphView.cursorMs, undefined);
});

test('a click in a plot puts the cursor there', async () => {
  const lines = await drawnLines(inGraphs);
  const row = lines.findIndex((line) => line.includes('┤'));
  const column = (lines[row] ?? '').indexOf('┤') + 1 + 7;
  const clicked = after(inGraphs, {
    type: 'mousePressed',
    input: { type: 'mouse', action: 'press', column, row },
  });
  assert.equal(clicked.graphView.cursorMs, 37_000);
  assert.equal(clicked.focus, 'graphs');
});

test('a column with several samples shows the greatest, and one between two samples the last', () => {
  const time = { startMs: 0, columnMs: 2000, columns: 3 };
  assert.deepEqual(
    resample(pointsAt(1, 9, 2, 3, 4), time, 1600).map(({ value }) => value),
    [1, 9, 4],
  );
  const fine = { startMs: 0, columnMs: 500, columns: 6 };
  assert.deepEqual(
    resample(pointsAt(1, 2, 3), fine, 1600).map(({ value }) => value),
    [1, 1, 2, 2, 3, undefined],
  );
});

test('a gap is a gap at every zoom, also where no sample was taken', () => {
  const fine = { startMs: 0, columnMs: 500, columns: 6 };
  assert.deepEqual(
    resample(pointsAt(1, undefined, 3), fine, 1600).map(({ value }) => value),
    [1, 1, undefined, undefined, 3, undefined],
  );
  const late = [...pointsAt(1), { atMs: 5000, wallMs: 5000, value: 2, isRestart: false }];
  const time = { startMs: 0, columnMs: 1000, columns: 6 };
  assert.deepEqual(
    resample(late, time, 1600).map(({ value }) => value),
    [1, 1, undefined, undefined, undefined, 2],
  );
});

test('a sample that came a little late leaves no hole', () => {
  const jittered = [0, 1490, 2510, 3000].map((atMs) => ({ atMs, wallMs: atMs, value: 1, isRestart: false }));
  const time = { startMs: 0, columnMs: 1000, columns: 4 };
  assert.ok(resample(jittered, time, 1600).every(({ value }) => value === 1));
});

test('several graphs in one frame have letters, and each its own scale where units differ', async () => {
  const two = afterCommands(graphed, 'moveDown', 'moveDown', 'toggleGraph', 'toggleOverlay');
  const text = (await drawnLines(sampled(two, 51, 60))).join('\n');
  assert.match(text, /GRAPHS {2}2 in one/);
  assert.match(text, / a http\.latency\.mean last 5\.\d+ ms/);
  assert.match(text, / b http\.requests \(requests\/s\) last 412/);
});

test('the style of graphs changes from lines to dots to ASCII', async () => {
  const braille = (await drawnLines(afterCommands(graphed, 'changeGraphStyle'))).join('\n');
  assert.match(braille, /[\u2801-\u28ff]{5}/);
  const ascii = (await drawnLines(afterCommands(graphed, 'changeGraphStyle', 'changeGraphStyle'))).join('\n');
  assert.match(ascii, /┤-{5}/);
});

const at = (second: number, pid: number, hits: number) => {
  const process = { pid, name: 'api', fields: [literalField('hits', 'counter', hits)] };
  return { type: 'sampled', sample: literalSample(second, [process]) } as const;
};

test('a restart is marked in a graph, and its rate is not negative', async () => {
  const first = afterCommands(after(startState(SIZE), at(0, 1, 100)), 'openMetrics', 'toggleGraph');
  const lines = await drawnLines(after(first, at(1, 1, 110), at(2, 1, 120), at(3, 2, 5), at(4, 2, 15)));
  assert.ok(lines.some((line) => line.includes('┊')));
  assert.ok(lines.some((line) => /min 5 .* max 10/.test(line)));
});
