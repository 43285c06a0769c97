import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StackDump } from '../../src/format/stack-dump.js';
import type { Command } from '../../src/ui/command.js';
import type { UiEffect, UiEvent } from '../../src/ui/events.js';
import type { ScreenSize, UiState } from '../../src/ui/state.js';
import { update } from '../../src/ui/update.js';
import { stackRows } from '../../src/ui/view/stack/stack-rows.js';
import { busyDump, countPrimesNow, literalFrame, primesSource } from '../support/literal-dumps.js';
import { fleetSample, literalSample } from '../support/literal-samples.js';
import { projectFolder } from '../support/project.js';
import { after, afterCommands, assertGolden, drawnLines, press, startState, typed } from '../support/screen.js';

const WIDE = { columns: 120, rows: 40 };
const NARROW = { columns: 80, rows: 24 };

function fleetAt(size: ScreenSize): UiState {
  const samples = [0, 1].map((second): UiEvent => ({ type: 'sampled', sample: fleetSample(second) }));
  return afterCommands(after(startState(size), ...samples), 'moveDown');
}

function withDump(state: UiState, dump: StackDump | string): UiState {
  const asked = afterCommands(state, 'takeDump');
  return after(asked, { type: 'dumpArrived', number: asked.requestCount, dump });
}

/** The cursor is on `isPrime`, the innermost frame. */
function dumped(size: ScreenSize = WIDE): UiState {
  return withDump(fleetAt(size), busyDump(5));
}

/** On `countPrimes`, which calls it: open. */
function opened(size: ScreenSize = WIDE): UiState {
  return afterCommands(dumped(size), 'moveDown', 'moveDown', 'toggleNode');
}

function withSource(state: UiState): UiState {
  return after(state, { type: 'sourceRead', file: '/srv/shop/lib/primes.js', line: 12, excerpt: primesSource });
}

function textOf(state: UiState): readonly string[] {
  return stackRows(state).map((row) =>
    row
      .spans(200)
      .map(({ text }) => text)
      .join(''),
  );
}

function cursorText(state: UiState): string {
  const index = stackRows(state).findIndex(({ id }) => id === state.dumps.cursor);
  return (textOf(state)[index] ?? '').trim();
}

function effectsOf(state: UiState, command: Command): readonly UiEffect[] {
  return update(state, press(state, command))[1];
}

/** The cursor goes down to the first line that begins with the text. */
function downTo(state: UiState, text: string): UiState {
  const index = textOf(state).findIndex((line) => line.replace(/[▸▾]/, '').trim().startsWith(text));
  assert.ok(index >= 0, `${text} in\n${textOf(state).join('\n')}`);
  const row = stackRows(state)[index];
  return { ...state, dumps: { ...state.dumps, cursor: row?.id } };
}

test('a dump is a tree of threads and frames: the main thread, those that do something, those that wait', async () => {
  assertGolden(projectFolder, 'dump-80x24', await drawnLines(dumped(NARROW)));
  assertGolden(projectFolder, 'dump-120x40', await drawnLines(dumped()));
});

test('an opened frame shows its source and each variable', async () => {
  assertGolden(
    projectFolder,
    'dump-frame-80x24',
    await drawnLines(afterCommands(withSource(opened(NARROW)), 'toggleExpanded')),
  );
  assertGolden(projectFolder, 'dump-frame-160x50', await drawnLines(withSource(opened({ columns: 160, rows: 50 }))));
});

test('what is looked for is found in what is closed, which opens', async () => {
  const found = typed(afterCommands(dumped(), 'search'), 'hits');
  assert.match(cursorText(found), /^▸ cache: Cache \{hits: 17/);
  assertGolden(projectFolder, 'dump-search-120x40', await drawnLines(found));
});

test('a difference shows the threads that moved, and their frames of now and before', async () => {
  const moved = afterCommands(withDump(dumped(), busyDump(9, 'printPrimes')), 'toggleDifference');
  assertGolden(projectFolder, 'dump-difference-120x40', await drawnLines(moved));
});

test('frames of Node itself are hidden until a is pressed', async () => {
  const hidden = textOf(dumped()).filter((line) => line.includes('of node'));
  assert.deepEqual(
    hidden.map((line) => line.trim()),
    ['2 frames of node: hidden, a shows them (emit)'],
  );
  const shown = afterCommands(dumped(), 'toggleInternals');
  assert.ok(textOf(shown).some((line) => line.includes('emit (node:events:518)')));
  assertGolden(projectFolder, 'dump-internals-120x40', await drawnLines(shown));
  const line = downTo(dumped(), '2 frames of node');
  assert.deepEqual(textOf(afterCommands(line, 'toggleNode')), textOf(shown));
});

test('the cursor stands on the innermost frame of the application', () => {
  assert.match(cursorText(dumped()), /isPrime \(\/srv\/shop\/lib\/primes\.js:4\)$/);
  const native = withDump(fleetAt(WIDE), busyDump(5, 'printPrimes'));
  assert.match(cursorText(native), /printPrimes/);
});

test('Enter opens a frame, and its source is read once; Left closes it', () => {
  const state = afterCommands(dumped(), 'moveDown', 'moveDown');
  assert.deepEqual(effectsOf(state, 'toggleNode'), [
    { type: 'readSource', pid: 4150, file: '/srv/shop/lib/primes.js', line: 12 },
  ]);
  const again = afterCommands(withSource(opened()), 'closeNode');
  assert.deepEqual([textOf(again), effectsOf(again, 'openNode')], [textOf(state), []]);
  assert.deepEqual(textOf(afterCommands(withSource(opened()), 'toggleNode')), textOf(state));
});

test('Left in an open frame closes it, in a closed one it goes to the thread', () => {
  const inside = afterCommands(opened(), 'moveDown', 'moveDown');
  const closed = afterCommands(inside, 'closeNode');
  assert.match(cursorText(closed), /^▸ countPrimes/);
  assert.match(cursorText(afterCommands(closed, 'closeNode')), /^▾ main thread/);
});

test('Esc ends the search, closes what is open around the cursor, and then the pane', () => {
  const typedText = typed(afterCommands(opened(), 'search'), 'limit');
  const searched = after(typedText, { type: 'keyPressed', key: 'enter' });
  const ended = afterCommands(searched, 'goBack');
  assert.deepEqual([ended.dumps.search, cursorText(ended)], [undefined, 'limit: 50000000']);
  const closed = afterCommands(ended, 'goBack');
  assert.match(cursorText(closed), /^▸ countPrimes/);
  assert.equal(afterCommands(closed, 'goBack').stack, undefined);
});

test('source that cannot be read is one line with the reason', () => {
  const excerpt = { state: 'missing', reason: 'there is no such file' } as const;
  const state = after(opened(), { type: 'sourceRead', file: '/srv/shop/lib/primes.js', line: 12, excerpt });
  assert.ok(textOf(state).some((line) => line.trim() === 'no source: there is no such file'));
});

test('a value opens at once to what the dump has of it, and the process is asked for more', () => {
  const state = downTo(opened(), 'cache:');
  const [asked, effects] = update(state, press(state, 'toggleNode'));
  assert.deepEqual(effects, [
    {
      type: 'requestFrame',
      number: 2,
      pid: 4150,
      socket: '/run/porthole/socketdumper-4150',
      question: { threadId: 0, index: 1, depth: 2, functionName: 'countPrimes' },
    },
  ]);
  const lines = textOf(asked).map((line) => line.trim());
  for (const line of ['hits: 17', 'last: Object', "key: 'p'", 'asking the process …'])
    assert.ok(lines.includes(line), line);
});

test('what the process says is shown with its time, and opens level by level', () => {
  const open = afterCommands(downTo(opened(), 'cache:'), 'toggleNode');
  const known = after(open, { type: 'frameArrived', number: 2, frame: countPrimesNow });
  const lines = textOf(known).map((line) => line.trim());
  assert.ok(lines.includes("as it was at 12:00:07, in line 14, by then Cache {hits: 18, last: Object, key: 'p'}"));
  for (const line of ['hits: 18', '▸ last: {prime: 7919}', '… 38 more']) assert.ok(lines.includes(line), line);
  const last = downTo(known, 'last:');
  assert.deepEqual(effectsOf(last, 'toggleNode'), []);
  assert.ok(textOf(afterCommands(last, 'toggleNode')).some((line) => line.trim() === 'prime: 7919'));
  assert.equal(known.pausedTargetsMs, dumped().pausedTargetsMs + 2);
});

test('all scopes of a frame can be asked for, those around it too', () => {
  const open = afterCommands(downTo(opened(), 'all scopes'), 'toggleNode');
  const known = after(open, { type: 'frameArrived', number: 2, frame: countPrimesNow });
  const lines = textOf(known).map((line) => line.trim());
  assert.ok(lines.includes('closure of makeCounter at 12:00:07, in line 14:'));
  assert.ok(lines.includes('calls: 3'));
});

test('when the process has moved on, or the loop has turned, only what the dump has is shown, and a line says so', () => {
  const open = afterCommands(downTo(opened(), 'cache:'), 'toggleNode');
  const elsewhere = { ...countPrimesNow, callers: [literalFrame('other', '/srv/shop/server.js', 1)] };
  for (const event of [
    { type: 'frameMissed', number: 2, hasMovedOn: true, reason: 'no such frame' },
    { type: 'frameArrived', number: 2, frame: elsewhere },
    { type: 'frameArrived', number: 2, frame: { ...countPrimesNow, sinceTurnMs: 10 } },
  ] as const) {
    const lines = textOf(after(open, event)).map((line) => line.trim());
    assert.ok(lines.includes('it has moved on since: the dump has no more of it'), event.type);
    assert.ok(lines.includes('hits: 17'));
  }
  const refused = after(open, { type: 'frameMissed', number: 2, hasMovedOn: false, reason: 'no answer' });
  assert.ok(textOf(refused).some((line) => line.trim() === 'no more of it: no answer'));
});

test('of a process that has ended nothing is asked', () => {
  const gone = after(downTo(opened(), 'cache:'), { type: 'sampled', sample: literalSample(2, []) });
  const [open, effects] = update(gone, press(gone, 'toggleNode'));
  assert.deepEqual(effects, []);
  assert.ok(textOf(open).some((line) => line.includes('the process has ended')));
});

test('a click on a line opens or closes it', async () => {
  const state = dumped();
  const row = (await drawnLines(state)).findIndex((line) => line.includes('countPrimes'));
  const click = { type: 'mousePressed', input: { type: 'mouse', action: 'press', column: 60, row } } as const;
  const open = after(state, click);
  assert.match(cursorText(open), /^▾ countPrimes/);
  assert.deepEqual(textOf(after(open, click)), textOf(state));
});

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
