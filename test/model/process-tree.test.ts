import assert from 'node:assert/strict';
import { test } from 'node:test';
import { appendSample, emptyHistory } from '../../src/model/history.js';
import { processRows } from '../../src/model/process-table.js';
import { type TreeChoice, treeLines } from '../../src/model/process-tree.js';
import { groupKey } from '../../src/model/scope.js';
import { type LiteralProcess, literalSample } from '../support/literal-samples.js';

const CHOICE: TreeChoice = {
  isFlat: false,
  open: new Set(),
  sort: undefined,
  isInverted: false,
  threadsOf: () => [],
};

function rowsOf(...processes: readonly LiteralProcess[]) {
  const before = processes.map((process) => ({ ...process, cpuMs: 0 }));
  const history = [literalSample(0, before), literalSample(1, processes)].reduce(appendSample, emptyHistory);
  return processRows(history);
}

function namesOf(lines: ReturnType<typeof treeLines>): readonly string[] {
  return lines.map(({ row, depth, type }) => `${'  '.repeat(depth)}${row.name}${type === 'group' ? ' +' : ''}`);
}

const MIB = 2 ** 20;
const CLUSTER: readonly LiteralProcess[] = [
  { pid: 10, name: 'web', cpuMs: 20, rssBytes: 10 * MIB },
  { pid: 11, name: 'web#1', cpuMs: 300, rssBytes: 20 * MIB },
  { pid: 12, name: 'web#2', cpuMs: 400, rssBytes: 30 * MIB, state: 'stuck' },
  { pid: 20, name: 'cron', cpuMs: 500, rssBytes: 15 * MIB },
];

test('processes of one program are one line with their sums and the worst of their states', () => {
  const rows = rowsOf(...CLUSTER);
  const lines = treeLines(rows, rows, CHOICE);
  assert.deepEqual(namesOf(lines), ['web +', 'cron']);
  const [web] = lines;
  assert.deepEqual([web?.row.cpuPercent, web?.row.rssBytes, web?.row.state], [72, 60 * MIB, 'stuck']);
  assert.deepEqual([web?.process.pid, web?.members.length, web?.isOpen], [12, 3, false]);
});

test('an open program has its processes below it, in the flat list there are only processes', () => {
  const rows = rowsOf(...CLUSTER);
  const open = new Set([groupKey('web')]);
  assert.deepEqual(namesOf(treeLines(rows, rows, { ...CHOICE, open })), [
    'web +',
    '  web',
    '  web#1',
    '  web#2',
    'cron',
  ]);
  assert.deepEqual(namesOf(treeLines(rows, rows, { ...CHOICE, isFlat: true })), ['web', 'web#1', 'web#2', 'cron']);
});

test('a program that runs once is its process', () => {
  const rows = rowsOf({ pid: 1, name: 'api#1' }, { pid: 2, name: 'cron' });
  assert.deepEqual(namesOf(treeLines(rows, rows, CHOICE)), ['api#1', 'cron']);
});

test('programs are sorted by their sums, and their processes within them', () => {
  const rows = rowsOf(...CLUSTER);
  const open = new Set([groupKey('web')]);
  const byCpu = treeLines(rows, rows, { ...CHOICE, open, sort: 'cpu' });
  assert.deepEqual(namesOf(byCpu), ['web +', '  web#2', '  web#1', '  web', 'cron']);
  const inverted = treeLines(rows, rows, { ...CHOICE, open, sort: 'cpu', isInverted: true });
  assert.deepEqual(namesOf(inverted), ['cron', 'web +', '  web', '  web#1', '  web#2']);
});

test('a filter keeps a program with the processes that it chooses, and holds it open', () => {
  const rows = rowsOf(...CLUSTER);
  const lines = treeLines(
    rows,
    rows.filter(({ pid }) => pid === 11),
    CHOICE,
  );
  assert.deepEqual(namesOf(lines), ['web +', '  web#1']);
  assert.deepEqual([lines[0]?.chosenCount, lines[0]?.members.length, lines[0]?.isOpen], [1, 3, true]);
});

test('what has ended does not count in the sums, and is the state of a program only when all of it has', () => {
  const some = rowsOf({ pid: 1, name: 'a', cpuMs: 100 }, { pid: 2, name: 'a', state: 'ended' });
  assert.equal(treeLines(some, some, CHOICE)[0]?.row.state, 'live');
  const all = rowsOf({ pid: 1, name: 'a', state: 'ended' }, { pid: 2, name: 'a', state: 'ended' });
  assert.equal(treeLines(all, all, CHOICE)[0]?.row.state, 'ended');
});

test('threads with a file stand below their process when it is open', () => {
  const rows = rowsOf({ pid: 1, name: 'a' });
  const thread = (tid: number) => ({
    tid,
    name: `thread ${tid}`,
    heapUsedBytes: tid * MIB,
    eventLoopDelayMs: undefined,
    eventLoopUtilization: undefined,
  });
  const choice = { ...CHOICE, threadsOf: () => [thread(1), thread(7)] };
  assert.deepEqual(namesOf(treeLines(rows, rows, choice)), ['a']);
  const lines = treeLines(rows, rows, { ...choice, open: new Set([rows[0]?.key ?? '']) });
  assert.deepEqual(namesOf(lines), ['a', '  thread 1', '  thread 7']);
  assert.deepEqual([lines[2]?.row.heapUsedBytes, lines[2]?.process.pid], [7 * MIB, 1]);
});
