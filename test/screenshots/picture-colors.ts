import type xterm from '@xterm/headless';

/** Behind everything, and of what has no colour of its own. */
export const BACKGROUND = '#16161e';
export const FOREGROUND = '#c0caf5';
/** Of the window that the terminal stands in. */
export const TITLE_BAR = '#1f2030';
export const BORDER = '#343a55';
export const TITLE = '#787fa6';

/** The terminal's own 16 colours: black, red, green, yellow, blue, magenta, cyan, white, and their bright ones. */
const PALETTE = ['#414868', '#f7768e', '#9ece6a', '#e0af68', '#7aa2f7', '#bb9af7', '#7dcfff', '#c0caf5'] as const;
const BRIGHT = ['#565f89', '#ff899d', '#b9e38a', '#f3c98b', '#9ab8ff', '#cfb5ff', '#a9e1ff', '#ffffff'] as const;
const DIMMED = 0.52;

/** The colours of a cell, dimmed and inverted as it says. */
export function cellColors(cell: xterm.IBufferCell): { readonly text: string; readonly behind: string | undefined } {
  const own = colorOf(cell.isFgRGB(), cell.isFgPalette(), cell.getFgColor()) ?? FOREGROUND;
  const text = cell.isDim() === 0 ? own : mixed(own, BACKGROUND, DIMMED);
  const behind = colorOf(cell.isBgRGB(), cell.isBgPalette(), cell.getBgColor());
  return cell.isInverse() === 0 ? { text, behind } : { text: behind ?? BACKGROUND, behind: text };
}

/** `part` of one colour and the rest of another. */
export function mixed(color: string, other: string, part: number): string {
  const parts = [1, 3, 5].map((start) => {
    const [a, b] = [color, other].map((hex) => Number.parseInt(hex.slice(start, start + 2), 16));
    return Math.round((a ?? 0) * part + (b ?? 0) * (1 - part));
  });
  return hexOf(parts);
}

function colorOf(isRgb: boolean, isPalette: boolean, value: number): string | undefined {
  if (isRgb) return hexOf([value >> 16, (value >> 8) & 255, value & 255]);
  if (!isPalette) return undefined;
  if (value < 16) return value < 8 ? PALETTE[value] : BRIGHT[value - 8];
  if (value >= 232) return hexOf(Array.from({ length: 3 }, () => 8 + 10 * (value - 232)));
  // The cube of 256 colours, in six steps for each part.
  return hexOf([36, 6, 1].map((step) => [0, 95, 135, 175, 215, 255][Math.floor((value - 16) / step) % 6] ?? 0));
}

function hexOf(parts: readonly number[]): string {
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}
