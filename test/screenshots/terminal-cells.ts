import type xterm from '@xterm/headless';
import { cellColors } from './picture-colors.js';

/** A character where a terminal shows it. */
export interface Cell {
  readonly row: number;
  readonly column: number;
  /** How many columns it takes: 1 or 2. */
  readonly width: number;
  readonly text: string;
  readonly color: string;
  /** `undefined`: that of the terminal. */
  readonly behind: string | undefined;
  readonly isBold: boolean;
  readonly isUnderlined: boolean;
}

/** What a terminal shows, row by row; without the cells in which nothing is to be seen. */
export function terminalCells(terminal: xterm.Terminal): readonly Cell[] {
  const cells: Cell[] = [];
  for (let row = 0; row < terminal.rows; row++) {
    const line = terminal.buffer.active.getLine(row);
    for (let column = 0; column < terminal.cols; column++) {
      const cell = line?.getCell(column);
      // The second half of a wide character has no width.
      if (cell === undefined || cell.getWidth() === 0) continue;
      const { text: color, behind } = cellColors(cell);
      const [isBold, isUnderlined] = [cell.isBold() !== 0, cell.isUnderline() !== 0];
      const text = cell.getChars() || ' ';
      if (text === ' ' && behind === undefined && !isUnderlined) continue;
      cells.push({ row, column, width: cell.getWidth(), text, color, behind, isBold, isUnderlined });
    }
  }
  return cells;
}
