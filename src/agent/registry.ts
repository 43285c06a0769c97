import { PortholeError } from '../errors.js';
import { AGENT_FIELDS } from '../format/agent-fields.js';
import { AVERAGE, type Average, MOVING_AVERAGE, type MovingAverageOptions } from './average.js';
import { ConstantInstrument, type ConstantValue } from './constant.js';
import { COUNTER, type Counter } from './counter.js';
import { FLAG, type Flag } from './flag.js';
import { GAUGE, type Gauge, type GaugeOptions } from './gauge.js';
import { HISTOGRAM, type Histogram } from './histogram.js';
import type { HistogramOptions } from './histogram-options.js';
import type { Instrument, InstrumentKind, MetricOptions } from './instrument.js';
import { METER, type Meter } from './meter.js';
import { type FamilyHome, MetricFamily } from './metric-family.js';
import { oncePerThread } from './once-per-thread.js';
import type { StatsFile } from './stats-file.js';
import { TEXT, type Text, type TextOptions } from './text.js';
import { TIMER, type Timer } from './timer.js';
import { TOTAL, type Total } from './total.js';

/**
 * All metrics of this thread, by name. Works without a stats file: values then
 * live in ordinary memory, and move when {@link publishTo} is called.
 *
 * Each verb gives the metric of that name and makes it when there is none.
 */
export class Registry {
  readonly #instruments: Instrument[] = [];
  /** Which verb a name belongs to. */
  readonly #words = new Map<string, string>();
  #file: StatsFile | undefined;
  /** Counts something that could not be stored, in `porthole.dropped`. */
  readonly onDropped = (): void => this.#dropped.inc();
  readonly #home: FamilyHome = {
    onDropped: this.onDropped,
    publish: (instrument) => this.#add(instrument),
  };
  readonly #counters = familiesOf(COUNTER);
  readonly #totals = familiesOf(TOTAL);
  readonly #gauges = familiesOf(GAUGE);
  readonly #meters = familiesOf(METER);
  readonly #histograms = familiesOf(HISTOGRAM);
  readonly #timers = familiesOf(TIMER);
  readonly #texts = familiesOf(TEXT);
  readonly #flags = familiesOf(FLAG);
  readonly #averages = familiesOf(AVERAGE);
  readonly #movingAverages = familiesOf(MOVING_AVERAGE);
  readonly #dropped: Counter = this.counter(AGENT_FIELDS.dropped, {
    help: 'Updates and metrics of the application that could not be stored',
  });
  readonly #withoutRoom: Counter = this.counter(AGENT_FIELDS.withoutRoom, {
    help: 'Metrics of the application for which the stats file has no room',
  });

  counter(name: string, options: MetricOptions = {}): Counter {
    return this.#find(this.#counters, name, options);
  }

  /** A counter of which somebody else keeps the total. */
  total(name: string, options: MetricOptions = {}): Total {
    return this.#find(this.#totals, name, options);
  }

  gauge(name: string, options: GaugeOptions = {}): Gauge {
    return this.#find(this.#gauges, name, options);
  }

  meter(name: string, options: MetricOptions = {}): Meter {
    return this.#find(this.#meters, name, options);
  }

  histogram(name: string, options: HistogramOptions = {}): Histogram {
    return this.#find(this.#histograms, name, options);
  }

  timer(name: string, options: HistogramOptions = {}): Timer {
    return this.#find(this.#timers, name, options);
  }

  text(name: string, options: TextOptions = {}): Text {
    return this.#find(this.#texts, name, options);
  }

  flag(name: string, options: MetricOptions = {}): Flag {
    return this.#find(this.#flags, name, options);
  }

  average(name: string, options: MetricOptions = {}): Average {
    return this.#find(this.#averages, name, options);
  }

  movingAverage(name: string, options: MovingAverageOptions = {}): Average {
    return this.#find(this.#movingAverages, name, options);
  }

  /** Writes a value that never changes. The first value of a name stays. */
  constant(name: string, value: ConstantValue, options: MetricOptions = {}): void {
    this.#refuseOther(name, 'a constant');
    if (this.#words.has(name)) return;
    this.#add(new ConstantInstrument(name, value, options));
    this.#words.set(name, 'a constant');
  }

  /** Moves all metrics, and each that is made later, into `file`; without one, later ones live in ordinary memory. */
  publishTo(file: StatsFile | undefined): void {
    this.#file = file;
    for (const instrument of this.#instruments) this.#publish(instrument);
  }

  /** Asks the functions of those gauges that have one. Never throws. */
  collect(): void {
    for (const instrument of this.#instruments) instrument.collect?.();
  }

  #find<T, Options extends MetricOptions>(families: Families<T, Options>, name: string, options: Options): T {
    const known = families.byName.get(name);
    if (known !== undefined) return known.metric(options);
    const { kind, byName } = families;
    this.#refuseOther(name, kind.word);
    const family = new MetricFamily(name, kind, options, this.#home);
    const metric = family.metric(options);
    // Only now: a name whose options were refused is still free.
    byName.set(name, family);
    this.#words.set(name, kind.word);
    return metric;
  }

  #refuseOther(name: string, word: string): void {
    const known = this.#words.get(name) ?? word;
    if (known === word) return;
    throw new PortholeError('kind-mismatch', `the metric "${name}" is ${known}; it cannot be ${word} too`);
  }

  #add(instrument: Instrument): void {
    this.#instruments.push(instrument);
    this.#publish(instrument);
  }

  #publish(instrument: Instrument): void {
    if (this.#file === undefined) return;
    const slot = this.#file.add(instrument.meta, instrument.type, instrument.encode());
    if (slot === undefined) this.#withoutRoom.inc();
    else instrument.moveTo(slot);
  }
}

/** All names that were given to one verb. */
interface Families<T, Options extends MetricOptions> {
  readonly kind: InstrumentKind<T, Options>;
  readonly byName: Map<string, MetricFamily<T, Options>>;
}

function familiesOf<T, Options extends MetricOptions>(kind: InstrumentKind<T, Options>): Families<T, Options> {
  return { kind, byName: new Map() };
}

/** This thread's registry: one, however many copies of the package are loaded. */
export function threadRegistry(): Registry {
  return oncePerThread(Symbol.for('porthole.registry.1'), () => new Registry());
}
