import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { UiEvent } from '../../src/ui/events.js';
import type { UiState } from '../../src/ui/state.js';
import { answered, answering, asking } from '../support/asked.js';
import { mouseOn } from '../support/click.js';
import {
  literalAsync,
  literalInFlight,
  literalPrice,
  literalSamples,
  literalStalls,
} from '../support/literal-inspections.js';
import { fleetSample, literalDump } from '../support/literal-samples.js';
import { after, afterCommands, drawnLines, press, startState, typed } from '../support/screen.js';

const sampledAt = (second: number): UiEvent => ({ type: 'sampled', sample: fleetSample(second) });
const fleet = after(startState({ columns: 120, rows: 40 }), sampledAt(0), sampledAt(1));

function kinds(asked: readonly { readonly kind: string }[]): readonly string[] {
  return asked.map(({ kind }) => kind);
}

test('what is in flight is asked when its tab opens and with each second, never before the answer has come', () => {
  const [open, first] = asking(fleet, press(fleet, 'focusInFlight'));
  assert.deepEqual(kinds(first), ['inFlight']);
  assert.equal(first[0]?.target.target.pid, 4121);
  const [waiting, none] = asking(open, sampledAt(2), sampledAt(3));
  assert.deepEqual(none, []);
  const [shown, again] = asking(waiting, answering(waiting, { kind: 'inFlight', report: literalInFlight(3) }), {
    type: 'sampled',
    sample: { ...fleetSample(4), atMs: 4000 },
  });
  assert.deepEqual(kinds(again), ['inFlight']);
  assert.equal(shown.inspection.inFlight.length, 1);
});

test('samples that come four times a second do not ask more often than once a second', () => {
  let state = afterCommands(fleet, 'focusInFlight');
  let count = 0;
  for (let quarter = 1; quarter <= 12; quarter++) {
    if (state.inspection.asked !== undefined) state = answered(state, { kind: 'inFlight', report: literalInFlight(3) });
    const sample = { ...fleetSample(1 + quarter / 4), atMs: 1000 + quarter * 250 };
    const [next, asked] = asking(state, { type: 'sampled', sample });
    state = next;
    count += asked.length;
  }
  assert.equal(count, 3);
});

test('nobody is asked while the screen is paused, or once the tab is closed', () => {
  const open = answered(afterCommands(fleet, 'focusInFlight'), { kind: 'inFlight', report: literalInFlight(1) });
  assert.deepEqual(asking(afterCommands(open, 'togglePause'), sampledAt(3), sampledAt(4))[1], []);
  const closed = afterCommands(open, 'goBack');
  assert.equal(closed.inspection.tab, undefined);
  assert.deepEqual(asking(closed, sampledAt(3), sampledAt(4))[1], []);
});

test('an answer to a tab that was closed, or about another process, is dropped', () => {
  const open = afterCommands(fleet, 'focusHot');
  const late = answering(open, { kind: 'samples', samples: literalSamples(1) });
  const closed = afterCommands(open, 'goBack');
  assert.equal(after(closed, late), closed);
  const [other, asked] = asking(open, press(open, 'focusProcesses'), press(fleet, 'moveDown'));
  assert.equal(asked[0]?.target.target.pid, 4150);
  assert.equal(after(other, late).inspection.hot.startedWallMs, undefined);
});

test('bursts of samples follow each other and add up; 0 counts from now on, t shows one thread', () => {
  const open = afterCommands(fleet, 'focusHot');
  const [once, next] = asking(open, answering(open, { kind: 'samples', samples: literalSamples(1) }));
  assert.deepEqual(kinds(next), ['samples']);
  const twice = answered(once, { kind: 'samples', samples: literalSamples(2) });
  assert.equal(twice.inspection.hot.threads.get(0)?.samples, 50);
  assert.deepEqual(
    [1, 2, 3]
      .map((presses) => afterCommands(twice, ...Array.from({ length: presses }, () => 'nextThread' as const)))
      .map(({ inspection }) => inspection.hotThread),
    [0, 1, undefined],
  );
  assert.equal(afterCommands(twice, 'resetHot').inspection.hot.threads.size, 0);
});

test('samples that were refused are asked for again a second later, not at once', () => {
  const open = afterCommands(fleet, 'focusHot');
  const failed: UiEvent = { type: 'inspectFailed', number: open.inspection.asked?.number ?? 0, reason: 'try again' };
  const [state, asked] = asking(open, failed, { type: 'ticked', wallMs: open.wallMs + 2000 });
  assert.deepEqual(asked, []);
  assert.equal(state.inspection.failure, 'try again');
  assert.deepEqual(kinds(asking(state, sampledAt(2))[1]), ['samples']);
});

test('an async dump is taken only when its price was said and paid', () => {
  const [open, price] = asking(fleet, press(fleet, 'focusAsync'));
  assert.deepEqual(kinds(price), ['asyncPrice']);
  const priced = answered(open, { kind: 'asyncPrice', price: literalPrice(undefined) });
  assert.equal(afterCommands(priced, 'goBack').inspection.async.state, 'declined');
  assert.deepEqual(asking(afterCommands(priced, 'goBack'), sampledAt(2))[1], []);
  const [paid, dump] = asking(priced, press(priced, 'confirm'));
  assert.deepEqual(kinds(dump), ['async']);
  assert.equal(dump[0]?.isForced, false);
  const taken = answered(paid, { kind: 'async', dump: literalAsync });
  assert.equal(taken.pausedTargetsMs, 380);
  assert.match(taken.log[0]?.detail ?? '', /async functions, held up 380 ms/);
  assert.deepEqual(kinds(asking(taken, press(taken, 'refreshTab'))[1]), ['asyncPrice']);
});

test('a dump that is too dear is forced by the same answer, and one that fails says so and is not asked for again', () => {
  const priced = answered(afterCommands(fleet, 'focusAsync'), { kind: 'asyncPrice', price: literalPrice('too much') });
  const [paid, asked] = asking(priced, press(priced, 'confirm'));
  assert.equal(asked[0]?.isForced, true);
  const number = paid.inspection.asyncAsked?.number ?? 0;
  const [failed, again] = asking(paid, { type: 'inspectFailed', number, reason: 'no memory' }, sampledAt(2));
  assert.deepEqual(again, []);
  assert.equal(failed.inspection.failure, 'no memory');
});

test('what a process has paid for arrives though its tab was left meanwhile', () => {
  const priced = answered(afterCommands(fleet, 'focusAsync'), { kind: 'asyncPrice', price: literalPrice(undefined) });
  const paid = afterCommands(priced, 'confirm');
  const left = afterCommands(paid, 'focusStalls');
  const back = afterCommands(answered(left, { kind: 'async', dump: literalAsync }), 'focusAsync');
  assert.equal(back.inspection.async.state, 'taken');
});

test('a step back shows what was in flight then, as far as it was asked', async () => {
  let state = answered(afterCommands(fleet, 'focusInFlight'), { kind: 'inFlight', report: literalInFlight(1) });
  for (let second = 2; second < 6; second++) {
    state = after(state, sampledAt(second));
    state = answered(state, { kind: 'inFlight', report: literalInFlight(second) });
  }
  assert.match(await textOf(state), /17\.4 s mysql2/);
  assert.match(await textOf(afterCommands(state, 'stepBack', 'stepBack')), /15\.4 s mysql2/);
  assert.match(await textOf(afterCommands(state, 'stepMinuteBack')), /not known: it was not asked yet/);
});

test('reports of a busy process are kept up to a number of lines', () => {
  let state = afterCommands(fleet, 'focusInFlight');
  const [one] = literalInFlight(1).operations;
  assert.ok(one !== undefined);
  const report = { ...literalInFlight(1), operations: Array.from({ length: 4000 }, () => one) };
  for (let second = 2; second < 12; second++) {
    state = after(answered(state, { kind: 'inFlight', report }), sampledAt(second));
  }
  assert.equal(state.inspection.inFlight.length, 4);
});

test('the tab of what is in flight is filtered while one types, and sorted by a heading', async () => {
  const shown = answered(afterCommands(fleet, 'focusInFlight'), { kind: 'inFlight', report: literalInFlight(1) });
  const filtered = typed(afterCommands(shown, 'filter'), 'job');
  const text = (await drawnLines(filtered)).join('\n');
  assert.match(text, /\/job▏/);
  assert.doesNotMatch(text, /mysql2/);
  assert.match(text, /filter what is in flight: job▏ +1 of 7/);
  const heading = await mouseOn(shown, 'KIND');
  assert.equal(after(shown, heading).lists.inFlight.sort, 'kind');
  assert.equal(after(shown, heading, heading).lists.inFlight.isInverted, true);
});

test('a click on the name of a tab opens it, one on a line of a tree opens the line', async () => {
  const shown = answered(afterCommands(fleet, 'focusStalls'), { kind: 'stalls', report: literalStalls });
  const opened = after(shown, await mouseOn(shown, '▸ 12:00:03'));
  assert.equal(opened.inspection.opened.size, 1);
  assert.equal(after(opened, await mouseOn(opened, '▾ 12:00:03')).inspection.opened.size, 0);
  assert.equal(after(opened, await mouseOn(opened, '7 Hot')).inspection.tab, 'hot');
  assert.equal(after(opened, await mouseOn(opened, '4 Stack')).notice, 'there is no stack dump: d takes one');
});

test('the wheel scrolls a tab and leaves its selection', async () => {
  const operations = Array.from({ length: 60 }, (_, index) => {
    return { kind: 'job', detail: `number ${index}`, ageMs: 60_000 - index, threadId: 0, where: undefined };
  });
  const report = { ...literalInFlight(1), operations };
  const shown = answered(afterCommands(fleet, 'focusInFlight'), { kind: 'inFlight', report });
  const scrolled = after(shown, await mouseOn(shown, 'number 3', 'wheelDown'));
  assert.equal(scrolled.inspection.cursor.offset, 3);
  assert.equal(scrolled.inspection.cursor.key, undefined);
  const moved = afterCommands(scrolled, 'pageDown', 'moveDown');
  assert.match((await drawnLines(moved)).join('\n'), /› +60 s job +number 21 /);
});

test('Esc leads from a tab to the stack dump below it, and from there to the metrics', () => {
  const asked = afterCommands(fleet, 'takeDump');
  const dumped = after(asked, { type: 'dumpArrived', number: asked.requestCount, dump: literalDump });
  const tab = afterCommands(dumped, 'focusStalls');
  assert.deepEqual([tab.focus, tab.stack?.answer.state], ['stalls', 'arrived']);
  const back = afterCommands(tab, 'goBack');
  assert.deepEqual([back.focus, back.inspection.tab], ['stack', undefined]);
  assert.equal(afterCommands(back, 'goBack').focus, 'metrics');
});

async function textOf(state: UiState): Promise<string> {
  return (await drawnLines(state)).join('\n');
}
