import type { ChartStyle } from '../graph-view.js';
import { toAscii } from './ascii.js';
import { drawBraille } from './braille.js';
import { type ChartColumn, drawChart } from './chart.js';
import type { ChartScale } from './chart-scale.js';
import { widthOf } from './fit.js';

/** One line of a plot, on a scale that may be its own. */
export interface PlotLine {
  /** One for each column of the screen; in braille two. */
  readonly columns: readonly ChartColumn[];
  readonly scale: ChartScale;
}

/** What stands in a cell: a part of a line, by its number, or something behind the lines. */
export interface PlotCell {
  readonly text: string;
  readonly line: number | undefined;
}

/** What a plot has behind its lines. */
export interface PlotExtras {
  /** The area between the first line and the last is filled. */
  readonly isBand: boolean;
  /** A column that is marked. */
  readonly cursor: number | undefined;
}

const EMPTY: PlotCell = { text: ' ', line: undefined };
const BAND: PlotCell = { text: '░', line: undefined };
const CURSOR: PlotCell = { text: '┆', line: undefined };

/** Columns of points that a style wants for each column of the screen. */
export function pointsPerColumn(style: ChartStyle): 1 | 2 {
  return style === 'braille' ? 2 : 1;
}

/** Several lines over each other, `rows` lines of `width` cells; the first lies on top. */
export function drawPlot(
  lines: readonly PlotLine[],
  width: number,
  rows: number,
  style: ChartStyle,
  { isBand, cursor }: PlotExtras,
): readonly (readonly PlotCell[])[] {
  const cells = Array.from({ length: rows }, () => Array.from({ length: width }, () => EMPTY));
  if (isBand) fillBand(cells, lines, style);
  if (cursor !== undefined) for (const line of cells) if (cursor < width) line[cursor] = CURSOR;
  for (const [number, { columns, scale }] of [...lines.entries()].toReversed()) {
    drawLine(style, columns, scale, width, rows).forEach((text, row) => {
      Array.from(text).forEach((character, column) => {
        const line = cells[row];
        if (line !== undefined && character !== ' ') line[column] = { text: character, line: number };
      });
    });
  }
  return style === 'ascii' ? cells.map((line) => line.map(asciiCell)) : cells;
}

function drawLine(
  style: ChartStyle,
  columns: readonly ChartColumn[],
  scale: ChartScale,
  width: number,
  rows: number,
): readonly string[] {
  return style === 'braille' ? drawBraille(columns, scale, width, rows) : drawChart(columns, scale, width, rows);
}

function fillBand(cells: readonly PlotCell[][], lines: readonly PlotLine[], style: ChartStyle): void {
  const [low, high] = [lines[0], lines.at(-1)];
  if (low === undefined || high === undefined || lines.length < 2) return;
  const step = pointsPerColumn(style);
  for (let column = 0; column < (cells[0]?.length ?? 0); column++) {
    const from = rowOf(low, column * step, cells.length);
    const to = rowOf(high, column * step, cells.length);
    if (from === undefined || to === undefined) continue;
    for (let row = to + 1; row < from; row++) {
      const line = cells[row];
      if (line !== undefined) line[column] = BAND;
    }
  }
}

function rowOf({ columns, scale }: PlotLine, index: number, rows: number): number | undefined {
  const value = columns[index]?.value;
  if (value === undefined) return undefined;
  const share = (value - scale.lowest) / (scale.highest - scale.lowest || 1);
  return rows - 1 - Math.round(Math.min(1, Math.max(0, share)) * (rows - 1));
}

function asciiCell({ text, line }: PlotCell): PlotCell {
  return { text: toAscii(text, widthOf), line };
}
