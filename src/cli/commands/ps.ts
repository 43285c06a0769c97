import { processJson } from '../../export/process-json.js';
import { printable } from '../../format/printable.js';
import { type ProcessRow, processRows } from '../../model/process-table.js';
import { formatBytes, formatDurationMs, formatShort, formatWithUnit } from '../../units.js';
import { EXIT_DONE, EXIT_FAILED } from '../exit-code.js';
import { complain, type Io, print, printJson } from '../io.js';
import { describeNothing, type LookOptions, lookTwice } from '../look.js';
import { formatTable, type TextColumn } from '../text-table.js';

const COLUMNS: readonly TextColumn[] = [
  { title: 'PID', align: 'right' },
  { title: 'NAME', align: 'left' },
  { title: 'STATE', align: 'left' },
  { title: 'USER', align: 'left' },
  { title: 'UP', align: 'right' },
  { title: 'CPU', align: 'right' },
  { title: 'RSS', align: 'right' },
  { title: 'HEAP', align: 'right' },
  { title: 'DELAY', align: 'right' },
  { title: 'ELU', align: 'right' },
  { title: 'THREADS', align: 'right' },
  { title: 'AGENT', align: 'left' },
  { title: 'PORTS', align: 'left' },
  { title: 'MANAGED BY', align: 'left' },
  { title: 'FOLDER', align: 'left' },
];

/** `porthole ps`: one line a process. */
export async function runPs(io: Io, options: LookOptions & { readonly json: boolean }): Promise<number> {
  const history = await lookTwice(io, options);
  const rows = processRows(history);
  if (options.json) await printJson(io, { version: 1, processes: rows.map((row) => processJson(row, history)) });
  else if (rows.length > 0) await print(io, formatProcesses(rows));
  if (rows.length > 0) return EXIT_DONE;
  complain(io, describeNothing(history.searched, options.targets));
  return EXIT_FAILED;
}

/** The table of `ps`, and under it a line for each state that wants an explanation, with the pids that it is true of. */
export function formatProcesses(rows: readonly ProcessRow[]): string {
  const explained = rows.filter(({ state, stateReason }) => state !== 'live' && stateReason !== undefined);
  const reasons = [...new Set(explained.map(({ stateReason = '' }) => stateReason))];
  const notes = reasons.map((reason) => {
    const pids = explained.filter(({ stateReason }) => stateReason === reason).map(({ pid }) => pid);
    return `${pids.join(' ')}: ${printable(reason)}\n`;
  });
  return formatTable(COLUMNS, rows.map(processCells)) + notes.join('');
}

function processCells(row: ProcessRow): readonly string[] {
  return [
    String(row.pid),
    printable(row.name),
    row.state,
    printable(row.user ?? '-'),
    orDash(row.uptimeMs, formatDurationMs),
    orDash(row.cpuPercent, (percent) => `${formatShort(percent)}%`),
    orDash(row.rssBytes, formatBytes),
    orDash(row.heapUsedBytes, formatBytes),
    orDash(row.eventLoopDelayMs, formatDurationMs),
    orDash(row.eventLoopUtilization, (ratio) => formatWithUnit(ratio, 'ratio')),
    orDash(row.threads, String),
    row.hasAgent ? 'yes' : 'no',
    row.ports === undefined || row.ports.length === 0 ? '-' : row.ports.join(','),
    printable(row.managedBy ?? '-'),
    printable(row.folder ?? '-'),
  ];
}

function orDash(value: number | undefined, format: (value: number) => string): string {
  return value === undefined ? '-' : format(value);
}
