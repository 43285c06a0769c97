import { PortholeError } from '../errors.js';
import { formatLabelledName, type LabelSet } from '../format/label-set.js';
import { truncate } from '../format/printable.js';
import type { Instrument, InstrumentContext, InstrumentKind, MetricOptions, OnDropped } from './instrument.js';
import { checkLabelNames, LabelChildren } from './label-children.js';

/** What a family needs of the registry. */
export interface FamilyHome {
  readonly onDropped: OnDropped;
  readonly publish: (instrument: Instrument) => void;
}

const DEFAULT_MAX_CHILDREN = 1000;
const MAX_CHILD_NAME_BYTES = 1000;
const MAX_HELP_LENGTH = 300;
const MAX_UNIT_LENGTH = 40;

/** All metrics of one name: the bare one, and one for each label set. */
export class MetricFamily<T, Options extends MetricOptions> {
  readonly #name: string;
  readonly #kind: InstrumentKind<T, Options>;
  readonly #options: Options;
  readonly #home: FamilyHome;
  readonly #maxChildren: number;
  readonly #metrics = new Map<string, T>();
  #hasWarned = false;

  /** @throws PortholeError `wrong-usage`, `invalid-name` for options that mean nothing. */
  constructor(name: string, kind: InstrumentKind<T, Options>, options: Options, home: FamilyHome) {
    const { labelNames = [], maxChildren = maxChildrenOf(process.env['PORTHOLE_MAX_CHILDREN']) } = options;
    checkLabelNames(Object.fromEntries(labelNames.map((label) => [label, ''])));
    if (!Number.isInteger(maxChildren) || maxChildren < 0) {
      throw new PortholeError('wrong-usage', `maxChildren of "${name}" is a whole number, not ${String(maxChildren)}`);
    }
    this.#name = name;
    this.#kind = kind;
    this.#options = options;
    this.#home = home;
    this.#maxChildren = maxChildren;
  }

  /** The metric with the constant labels of these options, or the bare one. */
  metric(options: Options): T {
    const { labels = {} } = options;
    checkLabelNames(labels);
    return this.#find(labels, options).child;
  }

  #find(labels: LabelSet, options: Options): { readonly child: T; readonly isKept: boolean } {
    // Before the values are made text: that of an object may throw.
    if (!Object.values(labels).every(isLabelValue)) return { child: this.#ignored({}), isKept: false };
    const name = formatLabelledName(this.#name, labels);
    const known = this.#metrics.get(name);
    if (known !== undefined) return { child: known, isKept: true };
    const isBare = name === this.#name;
    if (!isBare && !this.#hasRoom(name)) return { child: this.#ignored(labels), isKept: false };
    const child =
      isBare && this.#options.labelNames !== undefined ? this.#ignored(labels) : this.#create(labels, options);
    this.#metrics.set(name, child);
    return { child, isKept: true };
  }

  #create(labels: LabelSet, options: Options): T {
    const { help, unit } = options;
    const description = {
      name: formatLabelledName(this.#name, labels),
      unit: boundedText(unit, MAX_UNIT_LENGTH),
      help: boundedText(help, MAX_HELP_LENGTH),
    };
    const created = this.#kind.create(description, this.#contextOf(labels), options);
    this.#home.publish(created);
    return created;
  }

  #ignored(labels: LabelSet): T {
    return this.#kind.createIgnored(this.#contextOf(labels));
  }

  #contextOf(labels: LabelSet): InstrumentContext<T> {
    const { forChildren = (options: Options): Options => options } = this.#kind;
    let children: LabelChildren<T> | undefined;
    return {
      onDropped: () => this.#home.onDropped(),
      labels: (more) => {
        children ??= new LabelChildren((added) => this.#find({ ...labels, ...added }, forChildren(this.#options)));
        return children.get(more);
      },
    };
  }

  #hasRoom(name: string): boolean {
    if (new TextEncoder().encode(name).length > MAX_CHILD_NAME_BYTES) return false;
    if (this.#metrics.size - Number(this.#metrics.has(this.#name)) < this.#maxChildren) return true;
    if (!this.#hasWarned) {
      this.#hasWarned = true;
      const advice = 'is a label taken from an id or a path? Otherwise raise maxChildren';
      process.emitWarning(
        `porthole: the metric "${this.#name}" has ${this.#maxChildren} label sets: updates of more are dropped; ${advice}`,
        'PortholeWarning',
      );
    }
    return false;
  }
}

function isLabelValue(value: unknown): boolean {
  return ['string', 'number', 'boolean', 'bigint'].includes(typeof value);
}

function maxChildrenOf(setting: string | undefined): number {
  return setting !== undefined && /^\d{1,9}$/.test(setting) ? Number(setting) : DEFAULT_MAX_CHILDREN;
}

function boundedText(value: unknown, limit: number): string | undefined {
  return typeof value === 'string' ? truncate(value, limit) : undefined;
}
