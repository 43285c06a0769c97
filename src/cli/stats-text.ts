import stringWidth from 'string-width';
import type { Distribution } from '../export/metric-json.js';
import { printable } from '../format/printable.js';
import type { StatsValue } from '../format/stats-decode.js';
import { formatDistribution } from './distribution-text.js';

interface LabelledValue extends Distribution {
  readonly label: string;
  readonly value: StatsValue | undefined;
  readonly type?: string;
}

/** A file as slurpstats prints it: `==> PATH`, each label padded to the longest and its value, an empty line. */
export function formatStats(path: string, fields: readonly LabelledValue[]): string {
  return `==> ${printable(path)}\n${formatLabelledValues(fields)}\n`;
}

/** Lines of a label and its value, aligned. */
export function formatLabelledValues(fields: readonly LabelledValue[]): string {
  const labels = fields.map((field) => printable(field.label));
  const width = Math.max(0, ...labels.map((label) => stringWidth(label)));
  return fields
    .map((field, index) => {
      const label = labels[index] ?? '';
      const value = formatValue(field.value, field.type) + formatDistribution(field);
      return `  ${label}${' '.repeat(width - stringWidth(label))} ${value}\n`;
    })
    .join('');
}

/** A value as Python prints it, as the users of slurpstats and their scripts know it: `True`, `9.0`, `nan`. */
export function formatValue(value: StatsValue | undefined, type?: string): string {
  if (value === undefined) return '-';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return printable(value);
  if (typeof value === 'bigint') return String(value);
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  const isFloat = type !== undefined && 'fde'.includes(type);
  return isFloat && Number.isInteger(value) && Math.abs(value) < 1e16 ? formatWholeFloat(value) : String(value);
}

function formatWholeFloat(value: number): string {
  return Object.is(value, -0) ? '-0.0' : value.toFixed(1);
}
