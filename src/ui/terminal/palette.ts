import type { Look } from '../view/styled-line.js';

/** How many colours a terminal has: none, the 16 of its own palette, 256, or 16 million. */
export type ColorDepth = 1 | 4 | 8 | 24;

/** The escape sequence that begins each look; empty for what looks like nothing in particular. */
export type Palette = Readonly<Record<Look, string>>;

/** A colour of the terminal's own palette, so that it fits its background; or one of one's own, as `#rrggbb`. */
export const COLOR_NAMES = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white', 'default'] as const;

const ATTRIBUTES: Readonly<Partial<Record<Look, string>>> = {
  dim: '2',
  strong: '1',
  heading: '2;4',
  warning: '1',
  match: '1;4',
  frame: '2',
  focusedTitle: '1',
};

/** The colours of the looks that have one. */
export const DEFAULT_COLORS: Readonly<Partial<Record<Look, string>>> = {
  accent: 'cyan',
  good: 'green',
  warning: 'yellow',
  bad: 'red',
  match: 'magenta',
  focusedFrame: 'cyan',
  focusedTitle: 'cyan',
  graph: 'green',
  graph2: 'cyan',
  graph3: 'yellow',
  graph4: 'magenta',
  graph5: 'blue',
};

const LOOKS = [
  'plain',
  'dim',
  'strong',
  'heading',
  'accent',
  'good',
  'warning',
  'bad',
  'match',
  'frame',
  'focusedFrame',
  'focusedTitle',
  'graph',
  'graph2',
  'graph3',
  'graph4',
  'graph5',
] as const satisfies readonly Look[];

/** Whether a colour can be understood: a name of the terminal's palette, or `#rrggbb`. */
export function isColor(text: string): boolean {
  return COLOR_NAMES.some((name) => name === text) || /^#[0-9a-f]{6}$/i.test(text);
}

/** Whether a text names a look. */
export function isLook(text: string): text is Look {
  return LOOKS.some((look) => look === text);
}

/** The looks in as many colours as there are. Without any, all is plain: letters, marks and frames say the same. */
export function paletteOf(
  depth: ColorDepth,
  colors: Readonly<Partial<Record<Look, string>>> = DEFAULT_COLORS,
): Palette {
  const entries = LOOKS.map((look) => [look, depth === 1 ? '' : sequenceOf(look, colors[look], depth)] as const);
  // Each look has its entry.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return Object.fromEntries(entries) as Palette;
}

function sequenceOf(look: Look, color: string | undefined, depth: ColorDepth): string {
  const parts = [ATTRIBUTES[look], color === undefined ? undefined : colorCode(color, depth)];
  const codes = parts.filter((part) => part !== undefined).join(';');
  return codes === '' ? '' : `\x1b[${codes}m`;
}

function colorCode(color: string, depth: ColorDepth): string {
  const named = COLOR_NAMES.findIndex((name) => name === color);
  if (named >= 0) return String(color === 'default' ? 39 : 30 + named);
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => Number.parseInt(color.slice(start, start + 2), 16));
  if (depth === 24) return `38;2;${red};${green};${blue}`;
  if (depth === 8) return `38;5;${16 + 36 * sixth(red) + 6 * sixth(green) + sixth(blue)}`;
  return String(30 + Number(red > 127) + 2 * Number(green > 127) + 4 * Number(blue > 127));
}

// The 256 colours have a cube of six steps for each part.
function sixth(part: number): number {
  return Math.round((part / 255) * 5);
}
