import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import stringWidth from 'string-width';
import type { StackDump } from '../../src/format/stack-dump.js';
import { toAscii } from '../../src/ui/draw/ascii.js';
import { widthOf } from '../../src/ui/draw/fit.js';
import { showScreen } from '../../src/ui/show-screen.js';
import type { ScreenSize, UiState } from '../../src/ui/state.js';
import { FrameStream } from '../../src/ui/terminal/frame-stream.js';
import { type Palette, paletteOf } from '../../src/ui/terminal/palette.js';
import { literalDump, literalField, literalSample } from '../support/literal-samples.js';
import { after, afterCommands, startState, typed } from '../support/screen.js';

/** A frame stream that keeps the last picture whole. */
class LastPicture extends FrameStream {
  lines: readonly string[] = [];

  constructor(size: ScreenSize) {
    super(
      () => {},
      () => size,
    );
  }

  override show(picture: readonly string[]): void {
    this.lines = picture;
  }
}

/** What is painted of each of these states, drawn one after the other. */
function picturesOf(states: readonly UiState[], palette: Palette = paletteOf(1)): readonly (readonly string[])[] {
  const [first] = states;
  assert.ok(first !== undefined);
  const frames = new LastPicture(first.size);
  const picture = showScreen(first, frames, assert.ifError, palette);
  const pictures = states.map((state) => {
    picture.draw(state);
    return frames.lines;
  });
  picture.close();
  return pictures;
}

// What the screen itself writes between its texts.
// oxlint-disable-next-line no-control-regex
const LOOK = /\u001b\[[\d;]*m/g;

function textsOf(states: readonly UiState[], palette?: Palette): readonly (readonly string[])[] {
  return picturesOf(states, palette).map((lines) => lines.map((line) => line.replace(LOOK, '').trimEnd()));
}

const NASTY = [
  '日本語のサービス',
  'e\u0301te\u0301',
  '👩‍👩‍👧‍👦 family 🏳️‍🌈',
  '🇩🇪🇫🇷',
  'שלום עולם',
  'مرحبا بالعالم',
  '\u202egnp.exe\u202c',
  '\u001b[2J\u0007\u009b31m\r\nx\u0000',
  'x\u0335\u0336\u0337\u0338'.repeat(40),
  'क्षत्रिय நிலை',
  '\ud800 lone',
  'a'.repeat(5000),
  '\u200b\u200d\ufeff',
  'ﷺ𒐫',
  '',
];
const name = fc.oneof(
  fc.constantFrom(...NASTY),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
);
const size = fc.oneof(
  fc.constantFrom<ScreenSize>(
    { columns: 80, rows: 20 },
    { columns: 81, rows: 24 },
    { columns: 99, rows: 31 },
    { columns: 120, rows: 20 },
    { columns: 300, rows: 100 },
  ),
  fc.record({ columns: fc.integer({ min: 80, max: 320 }), rows: fc.integer({ min: 20, max: 110 }) }),
);

function hostileState(names: readonly string[], screen: ScreenSize): UiState {
  const of = (index: number): string => names[index % names.length] ?? '';
  const sample = (second: number) => {
    const made = literalSample(
      second,
      Array.from({ length: 6 }, (_, index) => ({
        pid: 10 ** index + index,
        name: of(index >> 1),
        cpuMs: second * 10 ** index,
        state: (['live', 'live', 'stuck', 'no-agent', 'unreadable', 'ended'] as const)[index] ?? 'live',
        stateReason: of(index + 1),
        fields: [
          literalField(`c${of(index)}`, 'counter', second * 7, of(1), of(2)),
          literalField(`g${of(index + 1)}{a="${of(2)}"}`, 'gauge', second * 1e9, 'bytes', of(0)),
          literalField(`t${of(index)}`, 'text', of(2)),
          literalField('porthole.dropped', 'counter', 5),
        ],
      })),
    );
    const targets = made.targets.map((target, index) =>
      index !== 0
        ? target
        : { ...target, files: [...target.files, ...target.files.map((file) => ({ ...file, tid: 99 }))] },
    );
    return { type: 'sampled', sample: { ...made, targets } } as const;
  };
  return after(startState(screen), sample(0), sample(1), sample(2));
}

function hostileDump(names: readonly string[]): StackDump {
  const [a = '', b = '', c = ''] = names;
  const threads = literalDump.threads.map((thread) => ({
    ...thread,
    name: a,
    note: b,
    frames: thread.frames.map((frame) => ({ ...frame, functionName: c, file: a, locals: [{ name: b, value: c }] })),
  }));
  return { ...literalDump, name: a, threads };
}

/** Every state that the screen can be in, by name. */
function statesOf(names: readonly string[], screen: ScreenSize): Readonly<Record<string, UiState>> {
  const fleet = hostileState(names, screen);
  const open = after(fleet, { type: 'keyPressed', key: 'enter' });
  const graphed = afterCommands(fleet, 'focusMetrics', 'toggleGraph', 'moveDown', 'toggleGraph');
  const dumped = afterCommands(fleet, 'takeDump');
  return {
    empty: startState(screen),
    fleet,
    open,
    flat: afterCommands(fleet, 'toggleTree'),
    last: afterCommands(fleet, 'toggleTree', 'moveToEnd'),
    everything: afterCommands(fleet, 'showMore', 'toggleUnits', 'focusMetrics'),
    expanded: afterCommands(open, 'toggleExpanded'),
    graphed,
    overlaid: afterCommands(graphed, 'toggleOverlay', 'focusGraphs', 'moveLeft'),
    braille: afterCommands(graphed, 'changeGraphStyle', 'toggleFixedAxis'),
    dumped: after(dumped, { type: 'dumpArrived', number: 1, dump: hostileDump(names) }),
    text: after(dumped, { type: 'dumpArrived', number: 1, dump: names.join('\n') }),
    failed: after(dumped, { type: 'dumpFailed', number: 1, reason: names[0] ?? '' }),
    log: afterCommands(fleet, 'focusLog'),
    help: afterCommands(fleet, 'toggleHelp'),
    filter: typed(afterCommands(fleet, 'focusMetrics', 'filter'), names[0] ?? ''),
    goTo: typed(afterCommands(fleet, 'goToTime'), '-5m'),
    paused: afterCommands(fleet, 'stepBack'),
    answered: after(fleet, { type: 'answered', notice: names[1] ?? '' }),
  };
}

// What the terminal could take for an order, or for a change of direction.
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;

function assertFits(lines: readonly string[], { columns, rows }: ScreenSize, what: string): void {
  assert.equal(lines.length, rows, what);
  for (const [row, line] of lines.entries()) {
    assert.doesNotMatch(line, CONTROL, `${what}, row ${row}: ${JSON.stringify(line)}`);
    const width = stringWidth(line);
    // The frames go from edge to edge; the lines around them are cut off behind their last word.
    const isFrame = /[│┃╮╯┓┛]$/.test(line);
    assert.ok(isFrame ? width === columns : width <= columns, `${what}, row ${row}: ${width}: ${JSON.stringify(line)}`);
  }
  const framed = lines.filter((line) => /[│┃╮╯┓┛]$/.test(line)).length;
  assert.ok(framed >= rows - 4, `${what}: ${framed} framed rows of ${rows}`);
}

function assertAllFit(names: readonly string[], screen: ScreenSize): void {
  const states = statesOf(names, screen);
  const texts = textsOf(Object.values(states));
  for (const [index, what] of Object.keys(states).entries()) {
    assertFits(texts[index] ?? [], screen, `${what} at ${screen.columns}×${screen.rows}`);
  }
}

test('whatever names there are, every line of every state has the width of the screen and no control character', () => {
  fc.assert(fc.property(fc.array(name, { minLength: 3, maxLength: 3 }), size, assertAllFit), { numRuns: 8 });
});

test('the nastiest names move nothing at odd sizes', () => {
  for (let index = 0; index < NASTY.length; index += 3) {
    for (const screen of [
      { columns: 81, rows: 24 },
      { columns: 120, rows: 20 },
    ]) {
      assertAllFit(NASTY.slice(index, index + 3), screen);
    }
  }
});

test('in ASCII every line has the same width, and only ASCII', () => {
  for (const line of textsOf(Object.values(statesOf(NASTY.slice(0, 3), { columns: 99, rows: 31 }))).flat()) {
    const ascii = toAscii(line, widthOf);
    assert.match(ascii, /^[\u0020-\u007e]*$/);
    assert.equal(ascii.length, stringWidth(line));
  }
});

test('colours change no character: with 16, 256, all, or none of them the text is the same', () => {
  const states = [hostileState(['日本語', 'b', '👩‍👩‍👧'], { columns: 120, rows: 40 })];
  const plain = textsOf(states);
  for (const depth of [4, 8, 24] as const) {
    assert.ok(
      picturesOf(states, paletteOf(depth))
        .flat()
        .some((line) => line.includes('\u001b[')),
    );
    assert.deepEqual(textsOf(states, paletteOf(depth)), plain);
  }
});
