/** The size of a character: a cell of a terminal. Whole pixels, so that what meets at its edges has no seam. */
export const CELL = { width: 9, height: 20 } as const;

/** A part of a path: where it starts, from the upper left corner of the cell, and how it goes on from there. */
type Stretch = readonly [x: number, y: number, relative: string];

/** What a character is drawn as where a font would leave gaps. */
export interface Shape {
  readonly stretches: readonly Stretch[];
  /** How thick the pen is; `undefined`: filled. */
  readonly pen: number | undefined;
}

const LIGHT = 1.3;
const HEAVY = 2.4;
const DOT = 2.6;
// So that the small graphs of two rows can be told apart.
const ROW_GAP = 4;
const { width, height } = CELL;
const [MIDDLE, CENTER] = [width / 2, height / 2];

// Which of a cell's arms a character has: up, right, down, left.
const LIGHT_ARMS = '─.1.1 │1.1. ┌.11. ┐..11 └11.. ┘1..1 ├111. ┤1.11 ┬.111 ┴11.1 ┼1111 ╴...1 ╵1... ╶.1.. ╷..1.';
const HEAVY_ARMS = '━.1.1 ┃1.1. ┏.11. ┓..11 ┗11.. ┛1..1 ┣111. ┫1.11 ┳.111 ┻11.1 ╋1111';

const BEND = 5;
const ARCS: Readonly<Record<string, Stretch>> = {
  '╭': [MIDDLE, height, `v${BEND - CENTER}q0 ${-BEND} ${MIDDLE} ${-BEND}`],
  '╮': [MIDDLE, height, `v${BEND - CENTER}q0 ${-BEND} ${-MIDDLE} ${-BEND}`],
  '╰': [MIDDLE, 0, `v${CENTER - BEND}q0 ${BEND} ${MIDDLE} ${BEND}`],
  '╯': [MIDDLE, 0, `v${CENTER - BEND}q0 ${BEND} ${-MIDDLE} ${BEND}`],
};

const SHAPES: ReadonlyMap<string, Shape> = new Map([
  ...armShapes(LIGHT_ARMS, LIGHT),
  ...armShapes(HEAVY_ARMS, HEAVY),
  ...Object.entries(ARCS).map(([arc, stretch]) => [arc, { stretches: [stretch], pen: LIGHT }] as const),
  ['┆', dashed(3)],
  ['┊', dashed(4)],
  ['░', shaded(3, 5)],
  // Fonts have these in several sizes, and some machines draw them as emoji.
  ['●', { stretches: [circle(3.5)], pen: undefined }],
  ['○', { stretches: [circle(3)], pen: LIGHT }],
  ['▲', filled(0.5, 14, 'h8l-4 -8z')],
  ['▸', filled(2, 6, 'l5.5 4l-5.5 4z')],
  ['▾', filled(0.5, 8, 'h8l-4 5.5z')],
]);

/** How a line, a block, a dot pattern or a mark is drawn; `undefined` of what is a letter. */
export function cellShape(text: string): Shape | undefined {
  return SHAPES.get(text) ?? block(text.codePointAt(0) ?? 0) ?? braille((text.codePointAt(0) ?? 0) - 0x2800);
}

function armShapes(table: string, pen: number): readonly (readonly [string, Shape])[] {
  return table.split(' ').map(([character = '', up, right, down, left]) => {
    // A straight line is one stretch.
    if (right === '1' && left === '1' && up !== '1' && down !== '1') {
      return [character, { stretches: [[0, CENTER, `h${width}`]], pen }];
    }
    const ends = [
      up === '1' ? `v${-CENTER}` : '',
      right === '1' ? `h${MIDDLE}` : '',
      down === '1' ? `v${CENTER}` : '',
      left === '1' ? `h${-MIDDLE}` : '',
    ];
    const stretches = ends.filter((end) => end !== '').map((end): Stretch => [MIDDLE, CENTER, end]);
    return [character, { stretches, pen }];
  });
}

function dashed(count: number): Shape {
  const step = height / count;
  const stretches = Array.from({ length: count }, (_, at): Stretch => [MIDDLE, (at + 0.4) * step, `v${step / 5}`]);
  return { stretches, pen: LIGHT };
}

function shaded(columns: number, rows: number): Shape {
  const places = Array.from({ length: columns * rows }, (_, place) => [place % columns, Math.floor(place / columns)]);
  const stretches = places.map(([column = 0, row = 0]): Stretch => {
    const [x, y] = [((column + 0.25 + (row % 2) / 2) * width) / columns, ((row + 0.5) * height) / rows];
    return [x - 0.6, y - 0.6, 'h1.2v1.2h-1.2z'];
  });
  return { stretches, pen: undefined };
}

function block(code: number): Shape | undefined {
  // U+2581 to U+2588: one to eight eighths from below; down to U+258F: seven to one from the left.
  if (code >= 0x2581 && code <= 0x2588) {
    const high = ((code - 0x2580) * (height - ROW_GAP)) / 8;
    return filled(0, height - high, `h${width}v${high}h-${width}z`);
  }
  if (code > 0x2588 && code <= 0x258f)
    return filled(0, 0, `h${((0x2590 - code) * width) / 8}v${height}h${((code - 0x2590) * width) / 8}z`);
  return code === 0x2590 ? filled(MIDDLE, 0, `h${MIDDLE}v${height}h-${MIDDLE}z`) : undefined;
}

// The bits of U+2800 to U+28FF: three down in the left column, three in the right one, then the two at the bottom.
const BRAILLE_PLACES = [0, 1, 2, 4, 5, 6, 3, 7];

function braille(bits: number): Shape | undefined {
  if (bits < 0 || bits > 255) return undefined;
  const places = BRAILLE_PLACES.filter((_, bit) => (bits & (1 << bit)) !== 0);
  const stretches = places.map((place): Stretch => {
    const [x, y] = [((Math.floor(place / 4) + 0.5) * width) / 2, (((place % 4) + 0.5) * height) / 4];
    return [x - DOT / 2, y - DOT / 2, `h${DOT}v${DOT}h-${DOT}z`];
  });
  return { stretches, pen: undefined };
}

function filled(x: number, y: number, relative: string): Shape {
  return { stretches: [[x, y, relative]], pen: undefined };
}

function circle(radius: number): Stretch {
  const half = `a${radius} ${radius} 0 1 0`;
  return [MIDDLE - radius, CENTER, `${half} ${2 * radius} 0${half} ${-2 * radius} 0z`];
}
