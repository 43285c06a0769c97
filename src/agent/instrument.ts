import type { LabelSet } from '../format/label-set.js';
import type { MetricMeta } from '../format/metric-meta.js';
import type { FieldType } from '../format/stats-encode.js';
import type { Slot } from './stats-file.js';

/** What is said of a metric when it is made; later calls with its name get the metric that there is. */
export interface MetricOptions {
  /** One sentence: what is counted or measured. */
  readonly help?: string;
  /** `bytes`, `ms`, `s`, `ratio` (0–1), or the noun that is counted (`requests`). */
  readonly unit?: string;
  /** Constant labels: the metric is then the child of this name with these labels. */
  readonly labels?: LabelSet;
  /** The labels that children will have: the bare name has then no value of its own, and no field in the file. */
  readonly labelNames?: readonly string[];
  /** How many children the name can have; by default `PORTHOLE_MAX_CHILDREN` or 1,000. Further ones take no updates. */
  readonly maxChildren?: number;
}

/** What every metric has beside its updates. */
export interface Labelled<T> {
  /**
   * The child with these labels, made when there is none. The handle can be kept, which is fastest.
   *
   * Values become text. A label set that cannot be stored (a value that is none, over the limit of children,
   * a name over 1,000 bytes) has a child whose updates are counted in `porthole.dropped`.
   *
   * Cost: two look-ups a label when the set was asked for before; no allocation.
   *
   * @throws PortholeError `invalid-name` for a label that is no OpenMetrics label name.
   */
  labels(labels: LabelSet): T;
}

/** A metric as the registry keeps it: its value can move from ordinary memory into a stats file. */
export interface Instrument {
  readonly meta: MetricMeta;
  readonly type: FieldType;
  /** The value as it stands in a file. */
  encode(): Uint8Array;
  /** From now on the value lives in `slot`, which already holds it. */
  moveTo(slot: Slot): void;
  /** Brings the value up to date, where that is not done by updates. Called at each sample; never throws. */
  collect?(): void;
}

/** Called for each update that could not be stored. */
export type OnDropped = () => void;

/** What a metric is given by the family that it belongs to. */
export interface InstrumentContext<T> {
  readonly onDropped: OnDropped;
  readonly labels: (labels: LabelSet) => T;
}

/** Name and description of a metric, before its kind is known. */
export type Description = Omit<MetricMeta, 'kind' | 'bounds'>;

/** One of the verbs of the library: how its metrics are made. */
export interface InstrumentKind<T, Options extends MetricOptions> {
  /** As an error names it: `a counter`. */
  readonly word: string;
  /** @throws PortholeError `wrong-usage` for options that mean nothing. */
  readonly create: (description: Description, context: InstrumentContext<T>, options: Options) => T & Instrument;
  /** The options of a child that `labels()` makes, where they are not those of its name. */
  readonly forChildren?: (options: Options) => Options;
  /** A metric that counts each update as dropped. */
  readonly createIgnored: (context: InstrumentContext<T>) => T;
}
