import assert from 'node:assert/strict';
import { test } from 'node:test';
import { metricFilter, processFilter } from '../../src/model/row-filter.js';
import type { UiState } from '../../src/ui/state.js';
import { fleetSample, literalField, literalSample } from '../support/literal-samples.js';
import { after, afterCommands, drawnLines, startState, typed } from '../support/screen.js';

const SIZE = { columns: 120, rows: 40 };
const fleet = after(
  startState(SIZE),
  { type: 'sampled', sample: fleetSample(1) },
  { type: 'sampled', sample: fleetSample(2) },
);
const inMetrics = afterCommands(fleet, 'openMetrics');

function labels(state: UiState): readonly string[] {
  return state.metrics.map(({ label }) => label);
}

test('each press of s sorts by the next column, and after the last the order is the first again', () => {
  const byName = afterCommands(inMetrics, 'sort');
  assert.deepEqual(labels(byName), labels(inMetrics).toSorted());
  const byCurrent = afterCommands(byName, 'sort');
  assert.equal(byCurrent.metrics[0]?.label, 'nodejs.heap.size.used');
  const round = afterCommands(inMetrics, 'sort', 'sort', 'sort', 'sort', 'sort', 'sort', 'sort');
  assert.deepEqual(labels(round), labels(inMetrics));
});

test('an inverted order has what has no number last all the same', () => {
  const byRate = afterCommands(inMetrics, 'sort', 'sort', 'sort');
  assert.deepEqual(labels(byRate).slice(0, 3), ['http.bytes.sent', 'http.requests', 'http.errors']);
  assert.deepEqual(labels(afterCommands(byRate, 'invertSort')).slice(0, 3), [
    'http.errors',
    'http.requests',
    'http.bytes.sent',
  ]);
});

test('the column that a list is sorted by has a mark in its heading', async () => {
  const lines = await drawnLines(afterCommands(inMetrics, 'sort', 'sort', 'sort'));
  assert.ok(lines.some((line) => /RATE\/s↓/.test(line)));
  const inverted = await drawnLines(afterCommands(inMetrics, 'sort', 'sort', 'sort', 'invertSort'));
  assert.ok(inverted.some((line) => /RATE\/s↑/.test(line)));
});

test('processes are sorted too, and the selection stays on its process', () => {
  const byCpu = afterCommands(fleet, 'moveDown', 'sort', 'sort', 'sort', 'sort');
  assert.deepEqual(
    byCpu.processes.map(({ name }) => name),
    ['worker', 'api', 'legacy-app', 'secret', 'cron'],
  );
  assert.equal(byCpu.processes.find(({ key }) => key === byCpu.processKey)?.name, 'worker');
});

test('a filter works while it is typed, and Esc takes it away', () => {
  const open = afterCommands(inMetrics, 'filter');
  const some = typed(open, 'heap');
  assert.deepEqual(labels(some), ['nodejs.heap.size.used']);
  assert.equal(some.metricCount, 12);
  assert.deepEqual(labels(typed(some, '\b\b\b\b')), labels(inMetrics));
  assert.deepEqual(labels(after(some, { type: 'keyPressed', key: 'escape' })), labels(inMetrics));
});

test('a filter that was kept stays until Esc in its list', () => {
  const kept = after(typed(afterCommands(inMetrics, 'filter'), 'pool.*'), { type: 'keyPressed', key: 'enter' });
  assert.deepEqual(labels(kept), ['pool.size', 'pool.is_full']);
  assert.deepEqual(labels(after(kept, { type: 'sampled', sample: fleetSample(3) })), ['pool.size', 'pool.is_full']);
  assert.deepEqual(labels(afterCommands(kept, 'goBack')), labels(inMetrics));
});

test('a filter that nothing matches says how to be rid of it', async () => {
  const state = typed(afterCommands(inMetrics, 'filter'), 'nothing like it');
  const text = (await drawnLines(state)).join('\n');
  assert.match(text, /0 of 12 match \/nothing like it\/: Esc clears/);
  assert.match(text, /METRICS \/nothing like it▏/);
});

test('while a filter is typed the letters are letters', () => {
  const state = typed(afterCommands(inMetrics, 'filter'), 'q?d ');
  assert.equal(state.lists.metrics.filter, 'q?d ');
  assert.equal(state.isHelpOpen, false);
});

test('processes are chosen by name and by pid', () => {
  const byName = typed(afterCommands(fleet, 'filter'), 'w*');
  assert.deepEqual(
    byName.processes.map(({ name }) => name),
    ['worker'],
  );
  const byPid = typed(afterCommands(fleet, 'filter'), '42');
  assert.deepEqual(
    byPid.processes.map(({ name }) => name),
    ['legacy-app'],
  );
  assert.equal(byPid.processCount, 5);
});

const chosen = (text: string): readonly string[] =>
  ['http.requests{method="GET"}', 'http.requests{method="PUT"}', 'HTTP.size', 'disk'].filter(metricFilter(text));

test('a text chooses what has it, a glob what it matches, braces by label, and ! the others', () => {
  assert.equal(chosen('http').length, 3);
  assert.deepEqual(chosen('http.*').length, 2);
  assert.deepEqual(chosen('*{method="PUT"}'), ['http.requests{method="PUT"}']);
  assert.deepEqual(chosen('!http'), ['disk']);
  assert.equal(chosen('http.requests{meth').length, 2);
  assert.equal(chosen('!').length, 4);
  assert.equal(chosen('').length, 4);
  assert.equal(processFilter('!')({ name: 'a', pid: 1 } as never), true);
});

const sample = (second: number, once: number) =>
  literalSample(second, [
    {
      pid: 1,
      name: 'a',
      fields: [
        literalField('never', 'counter', 0),
        literalField('once', 'gauge', once),
        literalField('text', 'text', ''),
        literalField('off', 'flag', false),
        literalField('some', 'counter', 7),
      ],
    },
  ]);

test('metrics that were never other than zero can be hidden, and one that once was is not', () => {
  const state = after(
    startState(SIZE),
    { type: 'sampled', sample: sample(0, 5) },
    { type: 'sampled', sample: sample(1, 0) },
  );
  const hidden = afterCommands(state, 'toggleZeros');
  assert.deepEqual(labels(hidden), ['once', 'some']);
  assert.deepEqual(labels(afterCommands(hidden, 'toggleZeros')), labels(state));
});

test('raw units show every digit', async () => {
  const text = (await drawnLines(afterCommands(inMetrics, 'toggleUnits'))).join('\n');
  assert.match(text, /http\.bytes\.sent +2 900 000 /);
  assert.match(text, / 1 450 000 /);
});

test('the screen says what is typed, how much it chooses and how to end', async () => {
  const lines = await drawnLines(typed(afterCommands(inMetrics, 'filter'), 'http'));
  assert.match(lines.at(-2) ?? '', /filter metrics: http▏ {2}4 of 12 .* Enter keeps it, Esc clears/);
});
