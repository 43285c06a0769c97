import type { ChartScale } from './chart.js';
import { fit, widthOf } from './fit.js';

/** Writes a value of the y axis. */
export type FormatValue = (value: number) => string;

/** The labels beside each row of a plot, right-aligned to one width, each with its tick. */
export function drawValueAxis(scale: ChartScale, rows: number, format: FormatValue): readonly string[] {
  const step = rows <= 4 ? Math.max(1, rows - 1) : 2;
  const labels = Array.from({ length: rows }, (_, row) => {
    if ((rows - 1 - row) % step !== 0 && row !== 0) return '';
    return format(scale.highest - ((scale.highest - scale.lowest) * row) / Math.max(1, rows - 1));
  });
  const width = Math.max(...labels.map(widthOf));
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
