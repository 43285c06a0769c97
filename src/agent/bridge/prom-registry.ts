import { isPlainObject } from '../../format/json.js';

/** What is used of a prom-client registry; the same in its versions 11 to 15. */
export interface PromRegistry {
  getMetricsAsArray(): readonly PromMetric[];
}

/** What is used of one of its metrics. */
export interface PromMetric {
  readonly name: string;
  /** The program's function that brings the metric up to date; `get` calls it. */
  readonly collect?: unknown;
  get(): Promise<unknown>;
}

/** One number of a metric. */
export interface PromValue {
  readonly name: string;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
  readonly isTotal: boolean;
  readonly help: string;
}

export function isPromRegistry(value: unknown): value is PromRegistry {
  return isObjectLike(value) && 'getMetricsAsArray' in value && typeof value.getMetricsAsArray === 'function';
}

/** Reads what `get` of a metric gives; what is none of its forms is left out. */
export function parsePromValues(answer: unknown): readonly PromValue[] {
  if (!isPlainObject(answer) || typeof answer['name'] !== 'string' || !Array.isArray(answer['values'])) return [];
  const { name, type, help } = answer;
  return answer['values'].flatMap((entry: unknown): readonly PromValue[] => {
    if (!isPlainObject(entry) || typeof entry['value'] !== 'number') return [];
    const ownName = typeof entry['metricName'] === 'string' ? entry['metricName'] : name;
    const labels = { ...labelsOf(entry['sharedLabels']), ...labelsOf(entry['labels']) };
    const isTotal = type === 'counter' || ownName !== name;
    return [{ name: ownName, labels, value: entry['value'], isTotal, help: typeof help === 'string' ? help : '' }];
  });
}

function labelsOf(labels: unknown): Readonly<Record<string, string | number>> {
  if (!isPlainObject(labels)) return {};
  const entries = Object.entries(labels).flatMap(([name, value]): readonly [string, string | number][] => {
    return typeof value === 'string' || typeof value === 'number' ? [[name, value]] : [];
  });
  return Object.fromEntries(entries);
}

function isObjectLike(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
