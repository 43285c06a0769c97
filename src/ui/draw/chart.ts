import { plot } from 'asciichart';
import type { ChartScale } from './chart-scale.js';

/** One column of a chart; `undefined` is a gap. */
export interface ChartColumn {
  readonly value: number | undefined;
  readonly isRestart: boolean;
}

// asciichart puts its axis into the column before the offset; the first column is ours to cut off.
const AXIS_COLUMNS = 1;
const RESTART_MARK = '┊';

/**
 * The plot area, `rows` lines of exactly `width` columns, one column a point from the left.
 *
 * asciichart knows no gaps, so each unbroken run of values is plotted on its own; a line
 * never crosses a gap or a restart.
 */
export function drawChart(
  columns: readonly ChartColumn[],
  scale: ChartScale,
  width: number,
  rows: number,
): readonly string[] {
  const shown = columns.slice(-width);
  const cells = Array.from({ length: rows }, () => Array.from({ length: width }, () => ' '));
  for (const run of unbrokenRuns(shown)) {
    plotRun(run.values, scale, rows).forEach((line, row) => {
      line.forEach((character, column) => {
        const cellRow = cells[row];
        if (cellRow !== undefined && character !== ' ') cellRow[run.start + column] = character;
      });
    });
  }
  shown.forEach((column, index) => {
    if (column.isRestart) markColumn(cells, index);
  });
  return cells.map((line) => line.slice(0, width).join(''));
}

interface Run {
  readonly start: number;
  readonly values: readonly number[];
}

function unbrokenRuns(columns: readonly ChartColumn[]): readonly Run[] {
  const runs: { start: number; values: number[] }[] = [];
  let isBroken = true;
  columns.forEach(({ value, isRestart }, index) => {
    if (value === undefined || !Number.isFinite(value)) {
      isBroken = true;
      return;
    }
    if (isBroken || isRestart) runs.push({ start: index, values: [] });
    isBroken = false;
    runs.at(-1)?.values.push(value);
  });
  return runs;
}

function plotRun(values: readonly number[], scale: ChartScale, rows: number): readonly (readonly string[])[] {
  const height = rows - 1;
  const range = scale.highest - scale.lowest;
  const levels = values.map((value) => Math.min(height, Math.max(0, ((value - scale.lowest) / range) * height)));
  // A line of n points has n − 1 segments: the last point is given one of its own.
  const text = plot([...levels, levels.at(-1) ?? 0], {
    min: 0,
    max: height,
    height,
    offset: AXIS_COLUMNS,
    format: () => '',
  });
  return text.split('\n').map((line) => Array.from(line).slice(AXIS_COLUMNS));
}

function markColumn(cells: readonly string[][], column: number): void {
  for (const line of cells) if (line[column] === ' ') line[column] = RESTART_MARK;
}
