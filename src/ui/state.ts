import type { StackDump } from '../format/stack-dump.js';
import { emptyHistory, type History } from '../model/history.js';
import type { MetricRow } from '../model/metric-table.js';
import type { ProcessRow } from '../model/process-table.js';

/** The terminal's size in columns and rows. */
export interface ScreenSize {
  readonly columns: number;
  readonly rows: number;
}

/** The panes that the keyboard can be in. */
export type PaneName = 'processes' | 'metrics' | 'stack';

/** A metric that is drawn, from the moment at which that was asked for. */
export interface Graph {
  readonly processKey: string;
  readonly metricKey: string;
  /** Monotonic, as the samples' `atMs`. */
  readonly sinceMs: number;
}

/** The stack pane: what was asked of which process, and what came of it. */
export interface StackRequest {
  /** Tells a late answer from the one that is waited for. */
  readonly number: number;
  readonly pid: number;
  readonly name: string;
  readonly answer: StackAnswer;
}

export type StackAnswer =
  | { readonly state: 'waiting' }
  | { readonly state: 'arrived'; readonly dump: StackDump | string }
  | { readonly state: 'failed'; readonly reason: string };

/** Whether the agent is to be put into a process: asked, and not answered yet. */
export interface AttachQuestion {
  readonly processKey: string;
  readonly pid: number;
  readonly name: string;
}

/** First visible line of each part that scrolls. */
export interface ScrollOffsets {
  readonly processes: number;
  readonly metrics: number;
  readonly stack: number;
  readonly help: number;
}

/** All that the screen shows. Rows are those of `history`, kept because every key press needs them. */
export interface UiState {
  readonly size: ScreenSize;
  readonly hostName: string;
  readonly userName: string;
  readonly intervalMs: number;
  readonly wallMs: number;
  readonly history: History;
  readonly sampleCount: number;
  readonly processes: readonly ProcessRow[];
  /** Of the selected process. */
  readonly metrics: readonly MetricRow[];
  readonly processKey: string | undefined;
  readonly metricKey: string | undefined;
  readonly focus: PaneName;
  readonly scroll: ScrollOffsets;
  /** Newest first. */
  readonly graphs: readonly Graph[];
  readonly stack: StackRequest | undefined;
  readonly requestCount: number;
  readonly question: AttachQuestion | undefined;
  readonly isHelpOpen: boolean;
  readonly isMouseOn: boolean;
  /** One line that answers the last key, until the next one. */
  readonly notice: string | undefined;
}

/** What is known before the first sample. */
export interface UiStart {
  readonly size: ScreenSize;
  readonly hostName: string;
  readonly userName: string;
  readonly intervalMs: number;
  readonly wallMs: number;
  readonly isMouseOn: boolean;
}

/** The screen before the first sample. */
export function initialState(start: UiStart): UiState {
  return {
    ...start,
    history: emptyHistory,
    sampleCount: 0,
    processes: [],
    metrics: [],
    processKey: undefined,
    metricKey: undefined,
    focus: 'processes',
    scroll: { processes: 0, metrics: 0, stack: 0, help: 0 },
    graphs: [],
    stack: undefined,
    requestCount: 0,
    question: undefined,
    isHelpOpen: false,
    notice: undefined,
  };
}

/** The process that the metrics, the graph and the stack dump belong to. */
export function selectedProcess(state: UiState): ProcessRow | undefined {
  return state.processes.find(({ key }) => key === state.processKey);
}

/** The metric that the description line is about. */
export function selectedMetric(state: UiState): MetricRow | undefined {
  return state.metrics.find(({ key }) => key === state.metricKey);
}
