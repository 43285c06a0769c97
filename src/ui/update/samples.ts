import { appendSample } from '../../model/history.js';
import { metricRows } from '../../model/metric-table.js';
import { type ProcessRow, processRows } from '../../model/process-table.js';
import type { Sample } from '../../source/sample.js';
import type { UiState } from '../state.js';
import { orderMetrics } from './metric-order.js';

/** The state with one more sample; the selection stays on what it was on, or goes to its neighbour. */
export function takeSample(state: UiState, sample: Sample): UiState {
  const history = appendSample(state.history, sample);
  const processes = processRows(history);
  const process = keptProcess(state, processes);
  const next = { ...state, history, processes, wallMs: sample.wallMs, sampleCount: state.sampleCount + 1 };
  // A graph whose process has left the list has nothing more to show.
  const graphs = state.graphs.filter(({ processKey }) => processes.some(({ key }) => key === processKey));
  return selectProcess({ ...next, graphs: graphs.length === state.graphs.length ? state.graphs : graphs }, process);
}

/** The state with this process selected and its metrics beside it. */
export function selectProcess(state: UiState, process: ProcessRow | undefined): UiState {
  const metrics = process === undefined ? [] : orderMetrics(metricRows(state.history, process.key));
  const isKept = metrics.some(({ key }) => key === state.metricKey);
  const metricKey = isKept ? state.metricKey : metrics[0]?.key;
  const isOther = process?.key !== state.processKey;
  // It was asked of the other, which has gone, or of one that has got the agent meanwhile.
  const question = isOther || process?.hasAgent === true ? undefined : state.question;
  const scroll = isOther && !isKept ? { ...state.scroll, metrics: 0 } : state.scroll;
  return { ...state, processKey: process?.key, metrics, metricKey, scroll, question };
}

function keptProcess(state: UiState, processes: readonly ProcessRow[]): ProcessRow | undefined {
  const kept = processes.find(({ key }) => key === state.processKey);
  if (kept !== undefined) return kept;
  const index = state.processes.findIndex(({ key }) => key === state.processKey);
  return processes[Math.min(Math.max(0, index), processes.length - 1)];
}
