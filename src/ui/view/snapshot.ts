import { printable } from '../../format/printable.js';
import type { StatsValue } from '../../format/stats-decode.js';
import type { MetricRow } from '../../model/metric-table.js';
import type { ProcessRow } from '../../model/process-table.js';
import type { Snapshot } from '../services.js';
import { rateText, valueText } from './value-text.js';

/** A process with all its metrics. */
interface ProcessNumbers {
  readonly row: ProcessRow;
  readonly metrics: readonly MetricRow[];
}

/** All numbers of a moment, for a file: as JSON (version 1) and as text for people. */
export function snapshotOf(wallMs: number, processes: readonly ProcessNumbers[]): Snapshot {
  const takenAt = new Date(wallMs).toISOString();
  return {
    json: { version: 1, takenAt, processes: processes.map(processJson) },
    text: `porthole ${takenAt}\n${processes.map(processText).join('')}`,
  };
}

function processJson({ row, metrics }: ProcessNumbers): object {
  const { pid, name, state, stateReason, cpuPercent, rssBytes, eventLoopDelayMs, eventLoopUtilization } = row;
  const numbers = { cpuPercent, rssBytes, eventLoopDelayMs, eventLoopUtilization };
  return { pid, name, state, stateReason, ...numbers, metrics: metrics.map(metricJson) };
}

function metricJson({ label, tid, kind, unit, value, ratePerS, minute, quantiles }: MetricRow): object {
  return { name: label, tid, kind, unit, value: jsonValue(value), ratePerS, lastMinute: minute, ...quantiles };
}

// JSON knows neither large integers nor NaN.
function jsonValue(value: StatsValue): unknown {
  if (typeof value === 'bigint') return String(value);
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}

function processText({ row, metrics }: ProcessNumbers): string {
  const reason = row.stateReason === undefined ? '' : `: ${printable(row.stateReason)}`;
  const width = Math.max(0, ...metrics.map(({ label }) => printable(label).length));
  const lines = metrics.map(({ label, value, ratePerS, unit, kind }) => {
    const rate = ratePerS === undefined ? '' : `  ${rateText(ratePerS, kind === 'timer' ? undefined : unit)}/s`;
    return `  ${printable(label).padEnd(width)}  ${printable(valueText(value, unit))}${rate}\n`;
  });
  return `\n==> ${row.pid} ${printable(row.name)} (${row.state}${reason})\n${lines.join('')}`;
}
