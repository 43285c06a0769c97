import type xterm from '@xterm/headless';

const CELL_WIDTH = 8.4;
const CELL_HEIGHT = 17;
const PADDING = 12;
const BACKGROUND = '#11151c';
const FOREGROUND = '#d5dae3';
const PALETTE = ['#3b4252', '#e06c75', '#98c379', '#e5c07b', '#61afef', '#c678dd', '#56b6c2', '#d5dae3'];

interface Run {
  text: string;
  readonly column: number;
  readonly style: string;
}

/** What a terminal shows as an SVG: each run of characters of one look at its cell. */
export function terminalSvg(terminal: xterm.Terminal): string {
  const width = terminal.cols * CELL_WIDTH + 2 * PADDING;
  const height = terminal.rows * CELL_HEIGHT + 2 * PADDING;
  const rows = Array.from({ length: terminal.rows }, (_, row) =>
    rowRuns(terminal, row).map((run) => drawRun(run, row)),
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width.toFixed(0)} ${height}" font-family="'DejaVu Sans Mono',Menlo,Consolas,monospace" font-size="14">`,
    `<rect width="100%" height="100%" rx="8" fill="${BACKGROUND}"/>`,
    ...rows.flat(),
    '</svg>\n',
  ].join('\n');
}

function rowRuns(terminal: xterm.Terminal, row: number): readonly Run[] {
  const line = terminal.buffer.active.getLine(row);
  const runs: Run[] = [];
  for (let column = 0; column < terminal.cols; column++) {
    const cell = line?.getCell(column);
    if (cell === undefined || cell.getWidth() === 0) continue;
    const text = cell.getChars() || ' ';
    const style = styleOf(cell);
    const last = runs.at(-1);
    if (last?.style === style && last.column + Array.from(last.text).length === column) last.text += text;
    else runs.push({ text, column, style });
  }
  return runs.filter(({ text, style }) => text.trim() !== '' || style.includes('inverse'));
}

function styleOf(cell: xterm.IBufferCell): string {
  const color = cell.isFgPalette() ? (PALETTE[cell.getFgColor() % 8] ?? FOREGROUND) : FOREGROUND;
  const marks = [
    cell.isBold() !== 0 ? 'font-weight="bold"' : '',
    cell.isUnderline() !== 0 ? 'text-decoration="underline"' : '',
    cell.isDim() !== 0 ? 'opacity="0.55"' : '',
    cell.isInverse() !== 0 ? 'data-inverse="1"' : '',
  ].filter((mark) => mark !== '');
  return [`fill="${cell.isInverse() !== 0 ? BACKGROUND : color}"`, ...marks].join(' ');
}

function drawRun({ text, column, style }: Run, row: number): string {
  const x = (PADDING + column * CELL_WIDTH).toFixed(1);
  const top = PADDING + row * CELL_HEIGHT;
  const length = (Array.from(text).length * CELL_WIDTH).toFixed(1);
  const box = style.includes('inverse')
    ? `<rect x="${x}" y="${top}" width="${length}" height="${CELL_HEIGHT}" fill="${FOREGROUND}"/>`
    : '';
  const shown = text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return `${box}<text x="${x}" y="${top + 13}" textLength="${length}" xml:space="preserve" ${style}>${shown}</text>`;
}
