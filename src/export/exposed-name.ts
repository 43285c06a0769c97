import type { MetricKind } from '../format/metric-meta.js';

/** `info`: 1, with a text as a label. */
export type ExposedType = 'counter' | 'gauge' | 'histogram' | 'info';

/** What a metric is called for Prometheus, and by what its values are multiplied for their base unit. */
export interface ExposedName {
  readonly family: string;
  readonly type: ExposedType;
  /** The unit that ends the name. */
  readonly unit: string | undefined;
  readonly scale: number;
}

const BASE_UNITS: Readonly<
  Record<string, { readonly unit: string; readonly scale: number; readonly endings: RegExp }>
> = {
  bytes: { unit: 'bytes', scale: 1, endings: /_bytes$/ },
  s: { unit: 'seconds', scale: 1, endings: /_(s|sec|seconds)$/ },
  ms: { unit: 'seconds', scale: 1e-3, endings: /_(ms|milliseconds|seconds)$/ },
  us: { unit: 'seconds', scale: 1e-6, endings: /_(us|microseconds|seconds)$/ },
  ratio: { unit: 'ratio', scale: 1, endings: /_ratio$/ },
};

const TYPES: Readonly<Record<MetricKind, ExposedType>> = {
  counter: 'counter',
  meter: 'counter',
  gauge: 'gauge',
  flag: 'gauge',
  histogram: 'histogram',
  timer: 'histogram',
  text: 'info',
};

/**
 * The name by the rules of OpenMetrics: `http.latency` in ms becomes `http_latency_seconds`.
 *
 * The family of a counter is without its `_total`, which its samples have.
 The same of a text is without `_info`.
 */
export function exposedName(name: string, kind: MetricKind, unit: string | undefined): ExposedName {
  const type = TYPES[kind];
  const plain = sanitizeName(name);
  const base = type === 'counter' ? plain.replace(/_total$/, '') : plain;
  if (type === 'info') return { family: plain.replace(/_info$/, ''), type, unit: undefined, scale: 1 };
  const known = unit === undefined ? undefined : BASE_UNITS[unit];
  if (known === undefined) {
    // These endings belong to samples of counters and histograms.
    const isTaken = type === 'gauge' && /_(total|count|sum|bucket|created|info)$/.test(base);
    return { family: isTaken ? `${base}_value` : base, type, unit: undefined, scale: 1 };
  }
  return { family: `${base.replace(known.endings, '')}_${known.unit}`, type, unit: known.unit, scale: known.scale };
}

/** The names of all samples of a family: no other family may have one of them. */
export function sampleNamesOf(family: string, type: ExposedType): readonly string[] {
  if (type === 'gauge') return [family];
  if (type === 'counter') return [family, `${family}_total`];
  if (type === 'info') return [family, `${family}_info`];
  return [family, `${family}_bucket`, `${family}_sum`, `${family}_count`];
}

/** A label of a metric beside ours, which it must not hide. */
export function exposedLabel(label: string): string {
  const name = label.replace(/[^a-zA-Z0-9_]/g, '_').replace(/^(?=\d)/, '_');
  return ['process', 'pid', 'thread', 'le'].includes(name) ? `exported_${name}` : name;
}

function sanitizeName(name: string): string {
  const plain = name
    .replace(/[^a-zA-Z0-9_]+/g, '_')
    .replace(/_{2,}/g, '_')
    .replace(/_$/, '');
  return plain.replace(/^(?=\d|$)/, '_');
}
