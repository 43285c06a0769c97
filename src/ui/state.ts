import type { LogEntry } from '../model/event-log.js';
import { emptyHistory, type History } from '../model/history.js';
import type { MetricRow } from '../model/metric-table.js';
import type { ProcessRow } from '../model/process-table.js';
import type { TreeLine } from '../model/process-tree.js';
import { DEFAULT_VERBOSITY, type Verbosity } from '../model/verbosity.js';
import type { Warning } from '../model/warnings.js';
import type { TargetSample } from '../source/sample.js';
import { type DumpsState, noDumps, type StackRequest } from './dumps-state.js';
import type { ChartStyle, Graph, GraphView } from './graph-view.js';
import {
  type InspectionState,
  type InspectionTab,
  type ListCursor,
  NO_INSPECTION,
  NO_STALLS,
  type StallsState,
  TOP,
} from './inspection.js';
import { KEY_TABLE, type KeyBinding } from './keymap.js';
import type { LastKey } from './last-key.js';
import { type ListsState, NO_ORDER, type Typing } from './lists-state.js';
import type { Playback } from './recording-state.js';
import type { OwnUse } from './services.js';
import { emptyTree, type TreeState } from './tree-state.js';

/** The terminal's size in columns and rows. */
export interface ScreenSize {
  readonly columns: number;
  readonly rows: number;
}

/** The panes that the keyboard can be in. */
export type PaneName = 'processes' | 'metrics' | 'graphs' | 'stack' | InspectionTab | 'log';

/** How the screen is divided. */
export interface LayoutSettings {
  /** Columns of the list of processes; 0: as the width of the screen allows. */
  readonly listColumns: number;
  /** The part of the height that graphs have below the metrics. */
  readonly graphShare: number;
}

/** As it is divided when nobody says otherwise. */
export const DEFAULT_LAYOUT: LayoutSettings = { listColumns: 0, graphShare: 0.5 };

/** What porthole itself takes; `undefined` until it was measured twice. */
export interface OwnPrice {
  /** 100 is one CPU. */
  readonly cpuPercent: number;
  readonly rssBytes: number;
  readonly readBytesPerS: number;
}

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
  readonly graphs: number;
  readonly stack: number;
  readonly help: number;
}

/** All that the screen shows. Rows are those of `history`, kept because every key press needs them. */
export interface UiState {
  readonly size: ScreenSize;
  /** What was asked for on the command line; none means all. */
  readonly targets: readonly string[];
  readonly hostName: string;
  readonly userName: string;
  readonly intervalMs: number;
  readonly wallMs: number;
  /** All samples, also those that came while the screen was paused. */
  readonly live: History;
  /** What is shown: `live`, or while the screen is paused the moment that is looked at. */
  readonly history: History;
  /** Of a recording; `undefined` of a screen on what is. */
  readonly playback: Playback | undefined;
  /** When the screen was paused; `undefined` while it goes on. */
  readonly pausedWallMs: number | undefined;
  readonly sampleCount: number;
  /** Those that the filter chose, in order, also those that are in a closed group. */
  readonly processes: readonly ProcessRow[];
  /** The lines in which they are shown. */
  readonly tree: TreeState;
  /** Of the selected line: those that the filter chose, in order. */
  readonly metrics: readonly MetricRow[];
  /** Before any filter. */
  readonly processCount: number;
  readonly metricCount: number;
  /** How much of it is shown at all, and how many metrics that leaves out. */
  readonly verbosity: Verbosity;
  readonly hiddenCount: number;
  readonly lists: ListsState;
  readonly typing: Typing | undefined;
  /** The time to go to, as far as it is typed. */
  readonly typedTime: string | undefined;
  readonly lastKey: LastKey | undefined;
  /** Metrics that were never other than zero are left out. */
  readonly areZerosHidden: boolean;
  /** Numbers with all their digits instead of `1.5 MiB`. */
  readonly areUnitsRaw: boolean;
  /** Averages begin here; monotonic. */
  readonly averageSinceMs: number;
  /** The focused pane has the whole screen. */
  readonly isExpanded: boolean;
  /** The selected process stays in sight when the list is sorted anew. */
  readonly isFollowing: boolean;
  /** What happened to processes, newest first. */
  readonly log: readonly LogEntry[];
  /** With those that are forgotten. */
  readonly logCount: number;
  readonly isLogOpen: boolean;
  readonly logCursor: ListCursor;
  /** Of what is shown, and the history that they were found in. */
  readonly warnings: readonly Warning[];
  readonly warnedHistory: History | undefined;
  readonly ownUse: OwnUse | undefined;
  readonly ownPrice: OwnPrice | undefined;
  /** For so long dumps that were asked for here have held up their processes. */
  readonly pausedTargetsMs: number;
  /** The key of the selected line: of a process, a thread or a group. */
  readonly processKey: string | undefined;
  readonly metricKey: string | undefined;
  readonly focus: PaneName;
  readonly scroll: ScrollOffsets;
  /** Newest first. */
  readonly graphs: readonly Graph[];
  readonly graphView: GraphView;
  readonly stack: StackRequest | undefined;
  readonly dumps: DumpsState;
  readonly inspection: InspectionState;
  readonly stalls: StallsState;
  readonly requestCount: number;
  readonly question: AttachQuestion | undefined;
  readonly isHelpOpen: boolean;
  readonly isMouseOn: boolean;
  readonly keys: readonly KeyBinding[];
  readonly layout: LayoutSettings;
  /** One line that answers the last key, until the next one. */
  readonly notice: string | undefined;
}

/** What is known before the first sample. */
export interface UiStart {
  readonly size: ScreenSize;
  readonly targets?: readonly string[];
  readonly hostName: string;
  readonly userName: string;
  readonly intervalMs: number;
  readonly wallMs: number;
  readonly isMouseOn: boolean;
  readonly graphStyle?: ChartStyle;
  readonly keys?: readonly KeyBinding[];
  readonly layout?: LayoutSettings;
  readonly isFlat?: boolean;
  readonly verbosity?: Verbosity;
}

/** The screen before the first sample. */
export function initialState(start: UiStart): UiState {
  const { graphStyle = 'line', keys = KEY_TABLE, layout = DEFAULT_LAYOUT, isFlat = false, ...known } = start;
  return {
    targets: [],
    ...known,
    keys,
    layout,
    tree: { ...emptyTree, isFlat },
    verbosity: start.verbosity ?? DEFAULT_VERBOSITY,
    hiddenCount: 0,
    live: emptyHistory,
    history: emptyHistory,
    playback: undefined,
    pausedWallMs: undefined,
    sampleCount: 0,
    processes: [],
    metrics: [],
    processCount: 0,
    metricCount: 0,
    lists: NO_ORDER,
    typing: undefined,
    typedTime: undefined,
    lastKey: undefined,
    areZerosHidden: false,
    areUnitsRaw: false,
    averageSinceMs: 0,
    isExpanded: false,
    isFollowing: false,
    log: [],
    logCount: 0,
    isLogOpen: false,
    logCursor: TOP,
    warnings: [],
    warnedHistory: undefined,
    ownUse: undefined,
    ownPrice: undefined,
    pausedTargetsMs: 0,
    processKey: undefined,
    metricKey: undefined,
    focus: 'processes',
    scroll: { processes: 0, metrics: 0, graphs: 0, stack: 0, help: 0 },
    graphs: [],
    graphView: { isOverlaid: false, style: graphStyle, columnMs: undefined, endMs: undefined, cursorMs: undefined },
    stack: undefined,
    dumps: noDumps,
    inspection: NO_INSPECTION,
    stalls: NO_STALLS,
    requestCount: 0,
    question: undefined,
    isHelpOpen: false,
    notice: undefined,
  };
}

/** The line of the list that is selected. */
export function selectedLine({ tree, processKey }: UiState): TreeLine | undefined {
  return tree.lines.find(({ key }) => key === processKey);
}

/** The process that is selected, by itself, by one of its threads, or as the one of a group that needs a look first. */
export function selectedProcess(state: UiState): ProcessRow | undefined {
  return selectedLine(state)?.process;
}

/** A process as the last sample found it, whatever moment is shown. */
export function liveTarget({ live }: UiState, processKey: string | undefined): TargetSample | undefined {
  return processKey === undefined ? undefined : live.processes.get(processKey)?.latest;
}

/** The metric that the description line is about. */
export function selectedMetric(state: UiState): MetricRow | undefined {
  return state.metrics.find(({ key }) => key === state.metricKey);
}
