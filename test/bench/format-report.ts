import type { Report, Row, Section } from './report.js';

/** The report as text: a table for each section, and what is missing. */
export function formatReport(report: Report): string {
  const versions = Object.entries(report.versions).map(([name, version]) => `${name} ${version}`);
  return [
    `${report.benchmark}, on ${report.machine}`,
    versions.join(', '),
    ...report.sections.map(formatSection),
    ['Not measured:', ...report.notMeasured.map((what) => `- ${what}`)].join('\n'),
    '',
  ].join('\n\n');
}

function formatSection({ title, rows }: Section): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = [columns, ...rows.map((row) => columns.map((column) => formatCell(row, column)))];
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => (line[index] ?? '').length)));
  const isNumeric = columns.map((column) => rows.some((row) => typeof row[column] === 'number'));
  const pad = (cell: string, index: number): string =>
    isNumeric[index] === true ? cell.padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0);
  const texts = lines.map((line) => line.map(pad).join(' │ ').trimEnd());
  return [title, texts[0], widths.map((width) => '─'.repeat(width)).join('─┼─'), ...texts.slice(1)].join('\n');
}

function formatCell(row: Row, column: string): string {
  const value = row[column];
  if (value === undefined) return '–';
  if (typeof value === 'string') return value;
  if (Number.isInteger(value)) return value.toLocaleString('en');
  return Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : Number(value.toPrecision(3)).toString();
}
