import { printable } from '../../format/printable.js';
import { metricRows } from '../../model/metric-table.js';
import { processRows } from '../../model/process-table.js';
import type { Update } from '../events.js';
import { selectedMetric, selectedProcess, type UiState } from '../state.js';
import { snapshotOf } from '../view/snapshot.js';
import { valueText } from '../view/value-text.js';
import { shownDumpText } from './stack/keep.js';

/** Copies what the keyboard is on: the metric with its value, the process, or the whole stack dump. */
export function copySelection(state: UiState): Update {
  const text = textOf(state);
  if (text === undefined) return [{ ...state, notice: 'there is nothing here to copy' }, []];
  const lines = text.split('\n').length;
  const notice = `copied ${lines === 1 ? text : `${lines} lines`}, where the terminal allows it`;
  return [{ ...state, notice }, [{ type: 'copy', text }]];
}

/** Writes every number of every process as it is shown: of the moment that is looked at. */
export function writeSnapshot(state: UiState): Update {
  const processes = processRows(state.history);
  if (processes.length === 0) return [{ ...state, notice: 'there is no process to write of' }, []];
  const all = processes.map((row) => ({ row, metrics: metricRows(state.history, row.key) }));
  const snapshot = snapshotOf(state.history.wallMs ?? state.wallMs, all);
  return [{ ...state, notice: 'writing …' }, [{ type: 'writeSnapshot', snapshot }]];
}

function textOf(state: UiState): string | undefined {
  if (state.focus === 'stack') return shownDumpText(state);
  const process = selectedProcess(state);
  if (state.focus === 'processes')
    return process === undefined ? undefined : `${process.pid} ${printable(process.name)}`;
  const metric = selectedMetric(state);
  return metric === undefined ? undefined : printable(`${metric.label} ${valueText(metric.value, undefined)}`);
}
