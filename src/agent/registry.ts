import { PortholeError } from '../errors.js';
import { AGENT_FIELDS } from '../format/agent-fields.js';
import type { MetricKind, MetricMeta } from '../format/metric-meta.js';
import { truncate } from '../format/printable.js';
import { type Counter, CounterInstrument } from './counter.js';
import { type Gauge, GaugeInstrument } from './gauge.js';
import type { Instrument, MetricOptions } from './instrument.js';
import { oncePerThread } from './once-per-thread.js';
import type { StatsFile } from './stats-file.js';
import { type Text, TextInstrument } from './text.js';

const MAX_HELP_LENGTH = 300;
const MAX_UNIT_LENGTH = 40;
const DEFAULT_TEXT_BYTES = 256;
const MAX_TEXT_BYTES = 4096;

/**
 * All metrics of this thread, by name. Works without a stats file: values then
 * live in ordinary memory, and move when {@link publishTo} is called.
 */
export class Registry {
  readonly #instruments = new Map<string, Instrument>();
  readonly #dropped: Counter;
  #file: StatsFile | undefined;

  constructor() {
    this.#dropped = this.counter(AGENT_FIELDS.dropped, {
      help: 'Updates and metrics of the application that could not be stored',
    });
  }

  /** The counter of this name, made when there is none. */
  counter(name: string, options: MetricOptions = {}): Counter {
    return this.#find(name, 'counter', CounterInstrument, () => {
      return new CounterInstrument(describe(name, 'counter', options), this.onDropped);
    });
  }

  /** The gauge of this name, made when there is none. */
  gauge(name: string, options: MetricOptions = {}): Gauge {
    return this.#find(name, 'gauge', GaugeInstrument, () => {
      return new GaugeInstrument(describe(name, 'gauge', options), this.onDropped);
    });
  }

  /** The text of this name, made when there is none. */
  text(name: string, options: MetricOptions & { readonly size?: number } = {}): Text {
    return this.#find(name, 'text', TextInstrument, () => {
      return new TextInstrument(describe(name, 'text', options), textBytes(options.size), this.onDropped);
    });
  }

  /** Moves all metrics, and each that is made later, into `file`. */
  publishTo(file: StatsFile): void {
    this.#file = file;
    for (const instrument of this.#instruments.values()) this.#publish(instrument);
  }

  /** Counts something that could not be stored, in `porthole.dropped`. */
  readonly onDropped = (): void => this.#dropped.inc();

  #find<T extends Instrument>(name: string, kind: MetricKind, type: new (...args: never[]) => T, create: () => T): T {
    const known = this.#instruments.get(name);
    if (known === undefined) {
      const created = create();
      this.#instruments.set(name, created);
      this.#publish(created);
      return created;
    }
    if (known instanceof type) return known;
    throw new PortholeError(
      'kind-mismatch',
      `the metric "${name}" is a ${known.meta.kind}; it cannot be a ${kind} too`,
    );
  }

  #publish(instrument: Instrument): void {
    if (this.#file === undefined) return;
    const slot = this.#file.add(instrument.meta, instrument.type, instrument.encode());
    if (slot === undefined) this.onDropped();
    else instrument.moveTo(slot);
  }
}

/** This thread's registry: one, however many copies of the package are loaded. */
export function threadRegistry(): Registry {
  return oncePerThread(Symbol.for('porthole.registry.1'), () => new Registry());
}

function describe(name: string, kind: MetricKind, { help, unit }: MetricOptions): MetricMeta {
  return { name, kind, unit: boundedText(unit, MAX_UNIT_LENGTH), help: boundedText(help, MAX_HELP_LENGTH) };
}

function boundedText(value: unknown, limit: number): string | undefined {
  return typeof value === 'string' ? truncate(value, limit) : undefined;
}

// A field's size is a multiple of 8, so that the next field's length stands at an even place.
function textBytes(size: unknown): number {
  if (size === undefined) return DEFAULT_TEXT_BYTES;
  if (typeof size !== 'number' || !Number.isInteger(size) || size < 1 || size > MAX_TEXT_BYTES) {
    throw new PortholeError(
      'wrong-usage',
      `the size of a text is 1 to ${MAX_TEXT_BYTES} bytes, not ${JSON.stringify(size)}`,
    );
  }
  return Math.ceil(size / 8) * 8;
}
