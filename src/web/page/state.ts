import type { StackDump } from '../../format/stack-dump.js';
import type { StallReport } from '../../format/stalls.js';
import type { FleetMessage, GraphSpec, MetricMessage, SeriesMessage, SetupMessage, Subject } from '../messages.js';

/** Whether the server is heard. */
export type Connection =
  | { readonly state: 'connecting' }
  | { readonly state: 'live' }
  | { readonly state: 'lost'; readonly sinceMs: number; readonly retryAtMs: number };

/** What was asked of a process: on its way, here, or refused. */
export type Asked<T> =
  | { readonly state: 'asking'; readonly process: AskedProcess }
  | { readonly state: 'arrived'; readonly process: AskedProcess; readonly answer: T }
  | { readonly state: 'failed'; readonly process: AskedProcess; readonly reason: string };

export interface AskedProcess {
  readonly host: string;
  readonly pid: number;
  readonly name: string;
}

/** What an older console answers. */
export interface TextDump {
  readonly text: string;
}

export interface Graph {
  readonly id: string;
  readonly spec: GraphSpec;
  /** When it was asked for: what is left of it is history. */
  readonly clickedMs: number;
  readonly series: SeriesMessage | undefined;
  /** Why there is none. */
  readonly reason: string | undefined;
}

export interface Metrics {
  readonly wallMs: number;
  readonly rows: readonly MetricMessage[];
  /** What the small graphs show, by key, oldest first. */
  readonly recent: ReadonlyMap<string, readonly (number | null)[]>;
}

export const PANES = ['processes', 'metrics', 'graphs', 'stack', 'stalls'] as const;
export type Pane = (typeof PANES)[number];

export const METRIC_COLUMNS = ['name', 'current', 'rate', 'minute', 'p50', 'p99'] as const;
export type MetricColumn = (typeof METRIC_COLUMNS)[number];

/** Everything that is on the page. */
export interface PageState {
  readonly connection: Connection;
  readonly setup: SetupMessage | undefined;
  readonly fleet: FleetMessage | undefined;
  readonly subject: Subject | undefined;
  readonly metrics: Metrics | undefined;
  readonly graphs: readonly Graph[];
  readonly isOverlaid: boolean;
  readonly windowMs: number;
  /** Since when the graphs stand still. */
  readonly pausedMs: number | undefined;
  /** What was chosen with the mouse, in Unix seconds. */
  readonly zoom: readonly [number, number] | undefined;
  readonly processFilter: string;
  readonly metricFilter: string;
  readonly hidesZeros: boolean;
  readonly sort: { readonly column: MetricColumn; readonly isInverted: boolean } | undefined;
  /** The one that a narrow screen shows; a wide one shows it beside the first two. */
  readonly pane: Pane;
  readonly dump: Asked<StackDump | TextDump> | undefined;
  readonly stalls: Asked<StallReport> | undefined;
  readonly isHelpShown: boolean;
}

export const initialState: PageState = {
  connection: { state: 'connecting' },
  setup: undefined,
  fleet: undefined,
  subject: undefined,
  metrics: undefined,
  graphs: [],
  isOverlaid: false,
  windowMs: 5 * 60_000,
  pausedMs: undefined,
  zoom: undefined,
  processFilter: '',
  metricFilter: '',
  hidesZeros: false,
  sort: undefined,
  pane: 'graphs',
  dump: undefined,
  stalls: undefined,
  isHelpShown: false,
};
