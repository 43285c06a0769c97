import { formatLabelledName, type LabelSet } from '../../format/label-set.js';
import { checkMetricName } from '../metric-name.js';
import type { Registry } from '../registry.js';

// About 300 bytes each in the file.
const MAX_SERIES = 2000;

/** A number that another library keeps. */
export interface Series {
  readonly name: string;
  readonly labels: LabelSet;
  /** Whether it only goes up, so that its growth per second says something. */
  readonly isTotal: boolean;
  readonly help?: string;
  readonly unit?: string;
}

type Setter = Readonly<{ set(value: number): void }>;

/** Writes the numbers of another library into the stats file: 2,000 of them, further ones are counted as dropped. */
export class PublishedSeries {
  readonly #registry: Registry;
  readonly #setters = new Map<string, Setter | undefined>();

  constructor(registry: Registry) {
    this.#registry = registry;
  }

  /** Never throws. What is not a number for the moment leaves the last value. */
  set(series: Series, value: number): void {
    if (Number.isNaN(value)) return;
    const key = formatLabelledName(series.name, series.labels);
    if (!this.#setters.has(key)) {
      if (this.#setters.size >= MAX_SERIES) {
        this.#registry.onDropped();
        return;
      }
      this.#setters.set(key, this.#create(series));
    }
    this.#setters.get(key)?.set(value);
  }

  #create({ name, labels, isTotal, help = '', unit = '' }: Series): Setter | undefined {
    const options = {
      labels,
      maxChildren: MAX_SERIES,
      ...(help === '' ? {} : { help }),
      ...(unit === '' ? {} : { unit }),
    };
    try {
      checkMetricName(name);
      return isTotal ? this.#registry.total(name, options) : this.#registry.gauge(name, options);
    } catch {
      // Not a name for us, or one that the program uses for a metric of another kind.
      this.#registry.onDropped();
      return undefined;
    }
  }
}
