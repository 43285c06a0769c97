import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { UiEvent } from '../../src/ui/events.js';
import { selectedProcess } from '../../src/ui/state.js';
import { update } from '../../src/ui/update.js';
import { mouseOn } from '../support/click.js';
import { fleetSample, literalDump } from '../support/literal-samples.js';
import { after, afterCommands, startState } from '../support/screen.js';

const SIZES = [
  { columns: 80, rows: 24 },
  { columns: 100, rows: 30 },
  { columns: 160, rows: 50 },
];

for (const size of SIZES) {
  const name = `${size.columns}×${size.rows}`;
  const fleet = after(
    startState(size),
    { type: 'sampled', sample: fleetSample(0) },
    { type: 'sampled', sample: fleetSample(1) },
  );

  test(`a click on a process selects it (${name})`, async () => {
    assert.equal(selectedProcess(after(fleet, await mouseOn(fleet, '4150')))?.name, 'worker');
  });

  test(`a click on a metric selects it and graphs it, a second takes the graph away (${name})`, async () => {
    const graphed = after(fleet, await mouseOn(fleet, 'http.latency'));
    assert.equal(graphed.metricKey, 'http.latency.mean');
    assert.equal(graphed.graphs[0]?.metricKey, 'http.latency.mean');
    assert.deepEqual(after(graphed, await mouseOn(graphed, 'http.latency')).graphs, []);
  });

  test(`a click on a hint presses its key (${name})`, async () => {
    assert.deepEqual(update(fleet, await mouseOn(fleet, '[q]uit'))[1], [{ type: 'quit' }]);
    assert.equal(after(fleet, await mouseOn(fleet, '[?]help')).isHelpOpen, true);
  });

  test(`the wheel scrolls what is under it and leaves the selection (${name})`, async () => {
    const many = { ...literalDump, threads: Array.from({ length: 20 }, () => literalDump.threads).flat() };
    const open = after(afterCommands(fleet, 'takeDump'), { type: 'dumpArrived', number: 1, dump: many });
    const scrolled = after(open, await mouseOn(open, 'countPrimes', 'wheelDown'));
    assert.equal(scrolled.scroll.stack, 3);
    assert.equal(scrolled.metricKey, open.metricKey);
  });
}

test('a click beside everything changes nothing', () => {
  const fleet = after(startState({ columns: 160, rows: 50 }), { type: 'sampled', sample: fleetSample(0) });
  const click: UiEvent = { type: 'mousePressed', input: { type: 'mouse', action: 'press', column: 150, row: 0 } };
  assert.equal(after(fleet, click), fleet);
});
