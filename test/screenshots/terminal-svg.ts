import type xterm from '@xterm/headless';
import { CELL, cellShape } from './cell-shapes.js';
import { BACKGROUND, BORDER, TITLE, TITLE_BAR } from './picture-colors.js';
import { type Cell, terminalCells } from './terminal-cells.js';

const FONTS = `'JetBrains Mono','DejaVu Sans Mono','SF Mono',Menlo,Consolas,monospace`;
const FONT_SIZE = 15;
const BASELINE = 15;
const UNDERLINE = 18.5;
const PADDING = 14;
const BAR_HEIGHT = 34;
const ROUNDING = 10;
const BUTTONS = ['#f7768e', '#e0af68', '#9ece6a'];

/** How large the picture of a terminal is, in pixels. */
export function pictureSize({ cols, rows }: xterm.Terminal): { readonly width: number; readonly height: number } {
  return { width: cols * CELL.width + 2 * PADDING, height: rows * CELL.height + 2 * PADDING + BAR_HEIGHT };
}

/**
 * What a terminal shows, as an SVG of a window.
 *
 * Each run of letters stands at its cells, however wide the font of whoever looks is; lines, blocks and dots are shapes.
 */
export function terminalSvg(terminal: xterm.Terminal, title: string): string {
  const { width, height } = pictureSize(terminal);
  const cells = terminalCells(terminal);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${FONTS}" font-size="${FONT_SIZE}">`,
    ...drawWindow(width, height, title),
    `<g transform="translate(${PADDING} ${PADDING + BAR_HEIGHT})">`,
    ...drawBehind(cells),
    ...drawUnderlines(cells),
    ...drawShapes(cells),
    ...drawLetters(cells),
    '</g>',
    '</svg>\n',
  ].join('\n');
}

function drawWindow(width: number, height: number, title: string): readonly string[] {
  const middle = BAR_HEIGHT / 2;
  return [
    `<rect x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="${ROUNDING}" fill="${BACKGROUND}"/>`,
    `<path d="M.5 ${BAR_HEIGHT}V${ROUNDING}A${ROUNDING} ${ROUNDING} 0 0 1 ${ROUNDING} .5H${width - ROUNDING}A${ROUNDING} ${ROUNDING} 0 0 1 ${width - 0.5} ${ROUNDING}V${BAR_HEIGHT}Z" fill="${TITLE_BAR}"/>`,
    ...BUTTONS.map((color, index) => `<circle cx="${20 + index * 20}" cy="${middle}" r="6" fill="${color}"/>`),
    `<text x="${width / 2}" y="${middle + 5}" fill="${TITLE}" font-size="14" text-anchor="middle">${escaped(title)}</text>`,
    `<rect x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="${ROUNDING}" fill="none" stroke="${BORDER}"/>`,
  ];
}

function drawBehind(cells: readonly Cell[]): readonly string[] {
  return runsOf(
    cells.filter(({ behind }) => behind !== undefined),
    ({ behind }) => behind ?? '',
  ).map(
    ({ column, row, columns, look }) =>
      `<rect x="${column * CELL.width}" y="${row * CELL.height}" width="${columns * CELL.width}" height="${CELL.height}" fill="${look}"/>`,
  );
}

function drawShapes(cells: readonly Cell[]): readonly string[] {
  const paths = new Map<string, string>();
  for (const { text, color, row, column } of cells) {
    const shape = cellShape(text);
    if (shape === undefined) continue;
    const { stretches, pen } = shape;
    const look =
      pen === undefined
        ? `fill="${color}"`
        : `fill="none" stroke="${color}" stroke-width="${pen}" stroke-linecap="square"`;
    const path = stretches.map(([x, y, rest]) => {
      const [left, top] = [column * CELL.width + x, row * CELL.height + y].map((number) => +number.toFixed(2));
      return `M${left} ${top}${rest}`;
    });
    paths.set(look, `${paths.get(look) ?? ''}${path.join('')}`);
  }
  return [...paths].map(([look, path]) => `<path ${look} d="${path}"/>`);
}

function drawUnderlines(cells: readonly Cell[]): readonly string[] {
  const underlined = cells.filter(({ isUnderlined }) => isUnderlined);
  return runsOf(underlined, ({ color }) => color).map(
    ({ row, column, columns, look }) =>
      `<path fill="none" stroke="${look}" d="M${column * CELL.width} ${row * CELL.height + UNDERLINE}h${columns * CELL.width}"/>`,
  );
}

function drawLetters(cells: readonly Cell[]): readonly string[] {
  const letters = cells.filter(({ text }) => text !== ' ' && cellShape(text) === undefined);
  return runsOf(letters, lookOf, 1).map(({ row, column, columns, text, look }) => {
    const [x, y] = [column * CELL.width, row * CELL.height + BASELINE];
    return `<text x="${x}" y="${y}" textLength="${columns * CELL.width}" ${look}>${escaped(text)}</text>`;
  });
}

function lookOf({ color, isBold }: Cell): string {
  return `fill="${color}"${isBold ? ' font-weight="bold"' : ''}`;
}

interface Run {
  readonly row: number;
  readonly column: number;
  readonly columns: number;
  readonly text: string;
  readonly look: string;
}

// Fonts for programmers draw some of these together as one.
const SIGN = /[^\w\s]$/;

/** Cells beside each other that look alike, over gaps of at most so many columns; of two signs each stands for itself. */
function runsOf(cells: readonly Cell[], lookAt: (cell: Cell) => string, maxGap = 0): readonly Run[] {
  const runs: Run[] = [];
  for (const cell of cells) {
    const { row, column, width, text } = cell;
    const [look, last] = [lookAt(cell), runs.at(-1)];
    const gap = last?.row === row ? column - last.column - last.columns : Number.POSITIVE_INFINITY;
    const isTogether = gap <= maxGap && last?.look === look && !(gap === 0 && SIGN.test(last.text) && SIGN.test(text));
    if (last !== undefined && isTogether) {
      const joined = { columns: last.columns + gap + width, text: `${last.text}${' '.repeat(gap)}${text}` };
      runs[runs.length - 1] = { ...last, ...joined };
    } else runs.push({ row, column, columns: width, text, look });
  }
  return runs;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
