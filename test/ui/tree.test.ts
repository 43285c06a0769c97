import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ScreenSize, selectedLine, selectedProcess, type UiState } from '../../src/ui/state.js';
import { mouseOn } from '../support/click.js';
import { clusterSample } from '../support/cluster-samples.js';
import { literalSample } from '../support/literal-samples.js';
import { projectFolder } from '../support/project.js';
import { after, afterCommands, assertGolden, drawnLines, startState, typed } from '../support/screen.js';

const SIZES: readonly ScreenSize[] = [
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
  { columns: 160, rows: 50 },
  { columns: 300, rows: 100 },
];
const WIDE: ScreenSize = { columns: 120, rows: 40 };

function sampled(state: UiState, first: number, last: number): UiState {
  const seconds = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  return after(state, ...seconds.map((second) => ({ type: 'sampled', sample: clusterSample(second) }) as const));
}

function clusterAt(size: ScreenSize): UiState {
  return sampled(startState(size), 0, 12);
}

const cluster = clusterAt(WIDE);
const value = (state: UiState, label: string) => state.metrics.find((row) => row.label === label)?.value;
const names = (state: UiState): readonly string[] => state.tree.lines.map(({ row }) => row.name);

for (const size of SIZES) {
  const name = `${size.columns}x${size.rows}`;

  test(`a program with several processes is one line, with its metrics as one, at ${name}`, async () => {
    assertGolden(projectFolder, `tree-${name}`, await drawnLines(clusterAt(size)));
  });

  test(`an open program has its processes and their threads below it, at ${name}`, async () => {
    const threads = afterCommands(clusterAt(size), 'moveDown', 'openLine', 'moveToStart');
    const open = after(threads, { type: 'keyPressed', key: 'enter' });
    assertGolden(projectFolder, `tree-open-${name}`, await drawnLines(open));
  });

  test(`a metric of a program has a graph with its past, at ${name}`, async () => {
    const graphed = afterCommands(clusterAt(size), 'focusMetrics', 'moveDown', 'toggleGraph');
    assertGolden(projectFolder, `tree-graph-${name}`, await drawnLines(sampled(graphed, 13, 40)));
  });
}

test('→ and Enter open a program, ← closes it, also from one of its processes', () => {
  assert.deepEqual(names(cluster), ['shop/web.js', 'reports', 'cron']);
  const open = afterCommands(cluster, 'openLine');
  assert.equal(open.tree.lines.length, 7);
  const member = afterCommands(open, 'openLine', 'openLine');
  assert.equal(selectedProcess(member)?.pid, 3001);
  const parent = afterCommands(member, 'closeLine');
  assert.equal(selectedLine(parent)?.type, 'group');
  assert.deepEqual(names(afterCommands(parent, 'closeLine')), names(cluster));
  assert.deepEqual(names(afterCommands(open, 'openMetrics')), names(cluster));
  assert.equal(afterCommands(member, 'openMetrics').focus, 'metrics');
});

test('in the one line of names the arrows go from name to name, and Enter opens a program', () => {
  const narrow = clusterAt({ columns: 80, rows: 24 });
  assert.equal(selectedProcess(afterCommands(narrow, 'openLine'))?.name, 'reports');
  const open = afterCommands(narrow, 'openMetrics');
  assert.equal(open.tree.lines.length, 7);
  assert.equal(selectedProcess(afterCommands(open, 'openLine'))?.pid, 3000);
});

test('a selected program shows the metrics of its processes as one, and A how gauges become one', () => {
  assert.equal(value(cluster, 'http.requests'), 6 * 1_207_944);
  const sum = value(cluster, 'pool.size');
  assert.equal(sum, 36);
  const avg = afterCommands(cluster, 'changeAggregator', 'changeAggregator');
  assert.equal(value(avg, 'pool.size'), 12);
  assert.match(avg.notice ?? '', /avg/);
});

test('a dump of a program is asked of the process that needs a look first', () => {
  assert.equal(selectedProcess(cluster)?.pid, 3002);
});

test('a thread shows its own metrics alone, and its graph goes on when the process is selected', () => {
  const threads = afterCommands(cluster, 'moveDown', 'openLine', 'moveDown', 'moveDown');
  assert.deepEqual(
    threads.metrics.map(({ key }) => key),
    ['pages#3105', 'nodejs.heap.size.used#3105'],
  );
  const graphed = afterCommands(threads, 'toggleGraph');
  assert.equal(graphed.graphs[0]?.processKey, selectedProcess(threads)?.key);
});

test('t shows processes one by one and back, and the selected one stays in sight', () => {
  const flat = afterCommands(cluster, 'toggleTree');
  assert.equal(flat.tree.lines.length, 6);
  const worker = afterCommands(flat, 'moveToStart', 'moveDown', 'moveDown', 'moveDown');
  assert.equal(selectedProcess(worker)?.pid, 3003);
  const tree = afterCommands(worker, 'toggleTree');
  assert.equal(selectedLine(tree)?.row.pid, 3003);
  assert.equal(selectedLine(tree)?.depth, 1);
});

test('a process whose program is started once more stays selected and in sight', () => {
  const one = literalSample(0, [{ pid: 1, name: 'api' }]);
  const two = literalSample(1, [
    { pid: 1, name: 'api' },
    { pid: 2, name: 'api' },
  ]);
  const state = after(startState(WIDE), { type: 'sampled', sample: one }, { type: 'sampled', sample: two });
  assert.deepEqual([selectedLine(state)?.type, selectedProcess(state)?.pid], ['process', 1]);
  assert.deepEqual(
    state.tree.lines.map(({ type }) => type),
    ['group', 'process', 'process'],
  );
});

test('a program of which one process is left is that process, selected', () => {
  const two = literalSample(0, [
    { pid: 1, name: 'api' },
    { pid: 2, name: 'api' },
  ]);
  const one = literalSample(600, [{ pid: 2, name: 'api' }]);
  const state = after(
    startState(WIDE),
    { type: 'sampled', sample: two },
    { type: 'sampled', sample: one },
    { type: 'sampled', sample: literalSample(1200, [{ pid: 2, name: 'api' }]) },
  );
  assert.deepEqual([selectedLine(state)?.type, selectedProcess(state)?.pid], ['process', 2]);
});

test('a filter keeps a program with what it chooses of it, and says why it does not close', () => {
  const filtered = after(typed(afterCommands(cluster, 'filter'), '3001'), { type: 'keyPressed', key: 'enter' });
  assert.deepEqual(names(filtered), ['shop/web.js', 'shop/web.js#1']);
  const onGroup = afterCommands(filtered, 'moveToStart');
  assert.match(afterCommands(onGroup, 'openMetrics').notice ?? '', /Esc clears the filter/);
});

for (const size of SIZES) {
  test(`a click on its sign opens a program and closes it (${size.columns}×${size.rows})`, async () => {
    const state = clusterAt(size);
    const open = after(state, await mouseOn(state, '▸'));
    assert.equal(open.tree.lines.length, 7);
    assert.equal(after(open, await mouseOn(open, '▾')).tree.lines.length, 3);
  });
}

test('the wheel scrolls the list under it, also on a sign', async () => {
  const processes = Array.from({ length: 100 }, (_, index) => ({ pid: 1000 + index, name: `p${index % 60}` }));
  const state = after(startState(WIDE), { type: 'sampled', sample: literalSample(0, processes) });
  const wheel = await mouseOn(state, '▸', 'wheelDown');
  assert.equal(after(state, wheel).scroll.processes, 3);
});
