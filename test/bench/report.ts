/** One line of a table: its columns by name, in their order. `undefined` was not measured. */
export type Row = Readonly<Record<string, string | number | undefined>>;

export interface Section {
  readonly title: string;
  readonly rows: readonly Row[];
}

/** What a benchmark found, as it is printed and as JSON. */
export interface Report {
  readonly benchmark: string;
  readonly machine: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly sections: readonly Section[];
  /** One sentence each. */
  readonly notMeasured: readonly string[];
}

/** A benchmark in full or in short form. */
export interface BenchOptions {
  readonly isQuick: boolean;
}

export type Benchmark = (options: BenchOptions) => Promise<Report>;

/** The middle of `values`; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  return (lower + upper) / 2;
}
