import assert from 'node:assert/strict';
import { test } from 'node:test';
import { update } from '../../src/ui/update.js';
import {
  cursorText,
  downTo,
  dumped,
  effectsOf,
  fleetAt,
  opened,
  textOf,
  WIDE,
  withDump,
  withSource,
} from '../support/dumped.js';
import { busyDump, countPrimesNow, literalFrame } from '../support/literal-dumps.js';
import { literalSample } from '../support/literal-samples.js';
import { projectFolder } from '../support/project.js';
import { after, afterCommands, assertGolden, drawnLines, press, typed } from '../support/screen.js';

const NARROW = { columns: 80, rows: 24 };

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
    { type: 'readSource', pid: 4150, host: undefined, file: '/srv/shop/lib/primes.js', line: 12 },
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
