import type { ChartColumn } from './chart.js';
import type { ChartScale } from './chart-scale.js';

/** Dots in each character. */
const DOTS_ACROSS = 2;
const DOTS_DOWN = 4;

const FIRST_PATTERN = 0x2800;
// The bits of a pattern by column and row of its dot.
const DOT_BITS = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
];

/**
 * A line of dots, eight in each character: `rows` lines of exactly `width` columns.
 *
 * @param columns Two for each column of the screen. No line crosses a gap or a restart.
 */
export function drawBraille(
  columns: readonly ChartColumn[],
  scale: ChartScale,
  width: number,
  rows: number,
): readonly string[] {
  const cells = Array.from({ length: rows }, () => new Uint8Array(width));
  const height = rows * DOTS_DOWN - 1;
  const range = scale.highest - scale.lowest || 1;
  let before: number | undefined;
  columns.slice(0, width * DOTS_ACROSS).forEach(({ value, isRestart }, x) => {
    if (value === undefined || !Number.isFinite(value)) {
      before = undefined;
      return;
    }
    const level = Math.round(Math.min(1, Math.max(0, (value - scale.lowest) / range)) * height);
    const from = before === undefined || isRestart ? level : before;
    // The dots between two values stand above the later one.
    for (let dot = Math.min(level, from + Math.sign(level - from)); dot <= Math.max(level, from); dot++) {
      setDot(cells, x, height - dot);
    }
    before = level;
  });
  return cells.map((line) =>
    Array.from(line, (pattern) => (pattern === 0 ? ' ' : String.fromCharCode(FIRST_PATTERN + pattern))).join(''),
  );
}

function setDot(cells: readonly Uint8Array[], x: number, y: number): void {
  const line = cells[Math.floor(y / DOTS_DOWN)];
  const column = Math.floor(x / DOTS_ACROSS);
  const bit = DOT_BITS[x % DOTS_ACROSS]?.[y % DOTS_DOWN] ?? 0;
  if (line !== undefined) line[column] = (line[column] ?? 0) | bit;
}
