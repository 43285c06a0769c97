import stringWidth from 'string-width';

/** A column of a printed table. */
export interface TextColumn {
  readonly title: string;
  readonly align: 'left' | 'right';
}

/**
 * Lines of a table whose columns are as wide as what stands in them, by display width.
 *
 * The last column is not padded, so no line ends in spaces.
 */
export function formatTable(columns: readonly TextColumn[], rows: readonly (readonly string[])[]): string {
  const lines = [columns.map((column) => column.title), ...rows];
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => stringWidth(line[index] ?? ''))));
  const formatCell = (text: string, index: number): string => {
    const padding = ' '.repeat(Math.max(0, (widths[index] ?? 0) - stringWidth(text)));
    return columns[index]?.align === 'right' ? padding + text : text + padding;
  };
  return lines.map((line) => `${line.map(formatCell).join('  ').trimEnd()}\n`).join('');
}
