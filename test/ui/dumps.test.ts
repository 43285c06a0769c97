import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { UiEvent } from '../../src/ui/events.js';
import { update } from '../../src/ui/update.js';
import { stackRows } from '../../src/ui/view/stack/stack-rows.js';
import { cursorText, dumped, effectsOf, fleetAt, opened, textOf, WIDE, withDump } from '../support/dumped.js';
import { busyDump, literalFrame } from '../support/literal-dumps.js';
import { literalSample } from '../support/literal-samples.js';
import { after, afterCommands, drawnLines, press, startState, typed } from '../support/screen.js';

test('< and > step through the dumps of the process; what is open stays open', () => {
  const second = withDump(opened(), busyDump(9));
  assert.match(cursorText(second), /^▾ countPrimes/);
  const first = afterCommands(second, 'olderDump');
  assert.equal(first.stack?.answer.state === 'arrived' && first.stack.answer.kept, second.dumps.kept[1]);
  assert.match(cursorText(first), /^▾ countPrimes/);
  assert.match(afterCommands(first, 'olderDump').notice ?? '', /oldest/);
  assert.deepEqual(textOf(afterCommands(first, 'newerDump')), textOf(second));
});

test('while another dump is awaited the last one stays, and can be looked at', () => {
  const waiting = afterCommands(opened(), 'takeDump', 'moveDown');
  assert.deepEqual(textOf(waiting), textOf(opened()));
  const failed = after(waiting, { type: 'dumpFailed', number: waiting.requestCount, reason: 'no answer' });
  assert.deepEqual(textOf(failed), ['no stack dump: no answer']);
  assert.deepEqual(textOf(afterCommands(failed, 'olderDump')), textOf(opened()));
});

test('a dump of another process begins anew', () => {
  const other = withDump(afterCommands(opened(), 'focusProcesses', 'moveUp'), busyDump(9));
  assert.match(cursorText(other), /^▸ isPrime/);
  assert.ok(!textOf(other).some((line) => line.includes('▾ countPrimes')));
});

test('without an earlier dump there is no difference, and the screen says so', () => {
  const state = afterCommands(dumped(), 'toggleDifference');
  assert.match(state.notice ?? '', /no earlier dump/);
  assert.equal(state.dumps.view.isDifferenceShown, false);
});

test('a search goes from match to match, begins anew at the end, and Esc puts the cursor back', () => {
  const typedText = typed(afterCommands(dumped(), 'search'), 'primes');
  const kept = after(typedText, { type: 'keyPressed', key: 'enter' });
  const seen = [kept];
  for (let count = 0; count < 4; count++) seen.push(afterCommands(seen.at(-1) ?? kept, 'nextMatch'));
  assert.deepEqual(
    seen.map(({ dumps }) => dumps.cursor),
    [...seen.slice(0, 4), kept].map(({ dumps }) => dumps.cursor),
  );
  assert.equal(new Set(seen.map(({ dumps }) => dumps.cursor)).size, 4);
  assert.equal(afterCommands(seen[1] ?? kept, 'previousMatch').dumps.cursor, kept.dumps.cursor);
  const left = after(typedText, { type: 'keyPressed', key: 'escape' });
  assert.deepEqual([left.dumps.cursor, textOf(left)], [dumped().dumps.cursor, textOf(dumped())]);
});

test('a search finds hidden frames of Node, and says when there is nothing', async () => {
  const found = typed(afterCommands(dumped(), 'search'), 'parserOn');
  assert.match(cursorText(found), /parserOnIncoming/);
  const nothing = typed(afterCommands(dumped(), 'search'), 'xyz');
  assert.ok((await drawnLines(nothing)).some((line) => line.includes('/xyz▏ not found')));
});

test('w writes the dump that is shown, y copies it: the text that porthole stack prints', () => {
  const [effect] = effectsOf(dumped(), 'writeDump');
  assert.equal(effect?.type, 'writeSnapshot');
  const snapshot = effect?.type === 'writeSnapshot' ? effect.snapshot : undefined;
  assert.deepEqual([snapshot?.subject, snapshot?.json], ['stack-4150', busyDump(5)]);
  assert.match(snapshot?.text ?? '', /^# Thread Name: main \(running\), ThreadID: 4150\n/);
  const [copied] = effectsOf(dumped(), 'copy');
  assert.equal(copied?.type === 'copy' && `${copied.text}\n`, snapshot?.text);
});

test('D asks all processes with an agent, four at a time, and counts them as they come', () => {
  const processes = Array.from({ length: 6 }, (_, index) => ({ pid: 100 + index, name: `p${index}` }));
  const without = { pid: 200, name: 'plain', state: 'no-agent', hasAgent: false } as const;
  const state = after(startState(WIDE), { type: 'sampled', sample: literalSample(0, [...processes, without]) });
  const [asked, effects] = update(state, press(state, 'takeAllDumps'));
  assert.deepEqual(
    effects.map((effect) => effect.type === 'requestDump' && effect.pid),
    [100, 101, 102, 103],
  );
  const [first, more] = update(asked, { type: 'dumpArrived', number: 2, dump: busyDump(1) });
  assert.deepEqual(
    more.map((effect) => effect.type === 'requestDump' && effect.pid),
    [104],
  );
  assert.equal(first.notice, '1 of 6 dumped');
  const rest = [1, 3, 4, 5].map((number): UiEvent => ({ type: 'dumpArrived', number, dump: busyDump(1) }));
  const last = after(first, ...rest, { type: 'dumpFailed', number: 6, reason: 'no answer' });
  assert.equal(last.notice, '5 of 6 dumped, 1 did not answer: 4 shows that of the selected process');
  assert.deepEqual([last.dumps.kept.length, last.dumps.round, last.stack], [5, undefined, undefined]);
});

test('of a dump of thousands of frames only the lines that are seen are made into text', () => {
  const frames = Array.from({ length: 200 }, (_, index) =>
    literalFrame(`f${index}`, '/srv/a.js', index + 1, { a: '1' }),
  );
  const [main] = busyDump(5).threads;
  assert.ok(main !== undefined);
  const threads = Array.from({ length: 20 }, (_, threadId) => ({ ...main, threadId, frames }));
  const state = withDump(fleetAt(WIDE), { ...busyDump(5), threads });
  const rows = stackRows(state);
  assert.ok(rows.length > 8000);
  assert.equal(stackRows(afterCommands(state, 'pageDown')), rows);
});
