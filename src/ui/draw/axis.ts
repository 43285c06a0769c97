import { type ChartScale, ROWS_PER_STEP } from './chart-scale.js';
import { fit } from './fit.js';

/** The labels beside each row of a plot, right-aligned to `width` columns, each with its tick. */
export function drawValueAxis(
  scale: ChartScale,
  rows: number,
  width: number,
  format: (value: number) => string,
): readonly string[] {
  const labels = Array.from({ length: rows }, (_, row) => {
    const rowsUp = rows - 1 - row;
    return rowsUp % ROWS_PER_STEP === 0 ? format(scale.lowest + (scale.step * rowsUp) / ROWS_PER_STEP) : '';
  });
  return labels.map((label) => `${fit(label, width, 'right')} ${label === '' ? '│' : '┤'}`);
}

const TIME_LABEL_COLUMNS = 8;
const TIME_LABEL_STEP = 20;

/** Wall-clock times below a plot: the label begins under its column. `wallMs` has one entry per column. */
export function drawTimeAxis(wallMs: readonly number[], width: number): string {
  const shown = wallMs.slice(-width);
  let line = '';
  for (let column = 0; column < shown.length; column += TIME_LABEL_STEP) {
    if (column + TIME_LABEL_COLUMNS + 1 > width) break;
    line = `${line.padEnd(column)}╵${formatClock(shown[column] ?? 0)}`;
  }
  return line.padEnd(width).slice(0, width);
}

/** `15:04:05` in the local time zone. */
export function formatClock(wallMs: number): string {
  const date = new Date(wallMs);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');
}
