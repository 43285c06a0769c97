import type { Aggregator } from '../model/aggregate.js';
import type { MetricRow } from '../model/metric-table.js';
import type { ProcessRow } from '../model/process-table.js';
import type { Warning } from '../model/warnings.js';
import type { SearchedPlace } from '../source/sample.js';

// What the server and its page say to each other, as JSON: what is `undefined` here is absent there.

export type HostType = 'local' | 'porthole' | 'prometheus';

/** What a page is set to: the hosts, and the named sets of graphs of the configuration. `GET /setup`. */
export interface SetupMessage {
  readonly version: 1;
  readonly porthole: string;
  readonly pages: readonly { readonly name: string; readonly graphs: readonly GraphSpec[] }[];
}

/** Everything that is listed, once a second. */
export interface FleetMessage {
  readonly wallMs: number;
  readonly hosts: readonly HostMessage[];
}

export interface HostMessage {
  readonly name: string;
  readonly type: HostType;
  /** Why there is nothing new of it; absent while there is. */
  readonly reason?: string;
  readonly searched: readonly SearchedPlace[];
  readonly processes: readonly ProcessMessage[];
  readonly warnings: readonly Warning[];
}

/** A process of the list, and the group that it belongs to. */
export interface ProcessMessage extends ProcessRow {
  readonly group: string;
}

/**
 * Whose metrics are meant: a process by its key, or a group by its name, of a host (this one has the name `local`), and
 * how the metrics of several become one; without an aggregator each as the configuration says.
 */
export interface Subject {
  readonly host: string;
  readonly process?: string;
  readonly group?: string;
  readonly aggregate?: Aggregator;
}

/** One graph: a metric of a process by its key, of a group by its label. */
export interface GraphSpec extends Subject {
  readonly metric: string;
}

/** A line of the table of metrics. */
export interface MetricMessage extends Omit<MetricRow, 'value'> {
  /** Integers above 2⁵³, NaN and infinities as texts. */
  readonly value: string | number | boolean | null;
  /** Of a group: how its values became one. */
  readonly aggregate?: Aggregator;
}

/** The metrics of what is selected, once a second. `recent` is in the first alone. */
export interface MetricsMessage {
  readonly isFirst: boolean;
  readonly wallMs: number;
  readonly rows: readonly MetricMessage[];
}

/** A moment and what was then: `null` is a gap. */
export type WirePoint = readonly [wallMs: number, ...values: (number | null)[]];

/** A graph: what is drawn of it, and its points, oldest first. `GET /series` has 15 minutes, the stream the last. */
export interface SeriesMessage {
  readonly label: string;
  readonly owner: string;
  readonly kind: MetricRow['kind'];
  readonly unit?: string;
  readonly help?: string;
  readonly aggregate?: Aggregator;
  /** What the values of a point are, in their order: `value`, `rate`, or `p50 p90 p99` and `rate`. */
  readonly names: readonly ('value' | 'rate' | 'p50' | 'p90' | 'p99')[];
  readonly points: readonly WirePoint[];
  /** When its program, or one of them, began anew. */
  readonly restarts: readonly number[];
}

/** The last point of each graph that was asked for, in that order; `null` of what is not there. */
export interface PointsMessage {
  readonly graphs: readonly ({ readonly points: readonly WirePoint[]; readonly restarts: readonly number[] } | null)[];
}
