import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { UiState } from '../../src/ui/state.js';
import { answered } from '../support/asked.js';
import {
  literalAsync,
  literalInFlight,
  literalPrice,
  literalSamples,
  literalStalls,
} from '../support/literal-inspections.js';
import { fleetSample, literalDump } from '../support/literal-samples.js';
import { projectFolder } from '../support/project.js';
import { after, afterCommands, assertGolden, drawnLines, startState } from '../support/screen.js';

const SIZES = [
  { columns: 80, rows: 24 },
  { columns: 160, rows: 50 },
] as const;

for (const size of SIZES) {
  const name = `${size.columns}x${size.rows}`;
  const fleet = sampled(startState(size), 0, 12);

  test(`what is in flight is shown at ${name}`, async () => {
    const shown = answered(afterCommands(fleet, 'focusInFlight'), { kind: 'inFlight', report: literalInFlight(12) });
    assertGolden(projectFolder, `in-flight-${name}`, await drawnLines(afterCommands(shown, 'moveDown')));
  });

  test(`the price of an async dump is asked before it is paid, at ${name}`, async () => {
    const priced = answered(afterCommands(fleet, 'focusAsync'), { kind: 'asyncPrice', price: literalPrice(undefined) });
    assertGolden(projectFolder, `async-price-${name}`, await drawnLines(priced));
    const limit = 'the program would stand still for about 4 s, more than the 2 s of PORTHOLE_ASYNC_MAX_PAUSE_MS';
    const refused = answered(afterCommands(fleet, 'focusAsync'), { kind: 'asyncPrice', price: literalPrice(limit) });
    assert.match(
      (await drawnLines(refused)).join('\n'),
      /It is too much: the program.*y: take it all the same|too much/s,
    );
  });

  test(`suspended async functions are shown at ${name}, one kind of them opened`, async () => {
    const priced = answered(afterCommands(fleet, 'focusAsync'), { kind: 'asyncPrice', price: literalPrice(undefined) });
    const taken = answered(afterCommands(priced, 'confirm'), { kind: 'async', dump: literalAsync });
    assertGolden(projectFolder, `async-${name}`, await drawnLines(afterCommands(taken, 'toggleRow')));
  });

  test(`hot functions are shown at ${name}, those of all threads`, async () => {
    const first = answered(afterCommands(fleet, 'focusHot'), { kind: 'samples', samples: literalSamples(12) });
    const shown = answered(first, { kind: 'samples', samples: literalSamples(13) });
    assertGolden(projectFolder, `hot-${name}`, await drawnLines(shown));
  });

  test(`stalls are shown at ${name}, newest first, the older opened`, async () => {
    const shown = answered(afterCommands(fleet, 'focusStalls'), { kind: 'stalls', report: literalStalls });
    const opened = afterCommands(shown, 'moveDown', 'toggleRow');
    assertGolden(projectFolder, `stalls-${name}`, await drawnLines(opened));
  });

  test(`a past moment shows the dump and the stall of that moment at ${name}`, async () => {
    const dumped = after(afterCommands(sampled(startState(size), 0, 3), 'takeDump'), {
      type: 'dumpArrived',
      number: 1,
      dump: literalDump,
    });
    const later = answered(afterCommands(sampled(dumped, 4, 12), 'focusStalls'), {
      kind: 'stalls',
      report: literalStalls,
    });
    const steps = Array.from({ length: 7 }, () => 'stepBack' as const);
    assertGolden(projectFolder, `moment-${name}`, await drawnLines(afterCommands(later, 'focusStack', ...steps)));
  });
}

test('a tab says why a process cannot be asked', async () => {
  const fleet = sampled(startState({ columns: 120, rows: 40 }), 0, 3);
  const bare = afterCommands(fleet, 'moveDown', 'moveDown', 'focusInFlight');
  assert.match((await drawnLines(bare)).join('\n'), /runs without the agent, so it cannot be asked/);
  const ended = afterCommands(fleet, 'moveToEnd', 'focusHot');
  assert.match((await drawnLines(ended)).join('\n'), /cron \(pid 4099\) has ended: there is nobody left to ask/);
});

function sampled(state: UiState, first: number, last: number): UiState {
  const seconds = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  return after(state, ...seconds.map((second) => ({ type: 'sampled', sample: fleetSample(second) }) as const));
}
