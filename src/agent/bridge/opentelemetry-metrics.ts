import { isPlainObject } from '../../format/json.js';
import type { LabelSet } from '../../format/label-set.js';
import type { Series } from './published-series.js';

/** One number of a collection. */
export interface SeriesValue extends Series {
  readonly value: number;
}

/** Reads what a producer of OpenTelemetry's SDK collects; what has another form is left out. */
export function parseCollection(collection: unknown): readonly SeriesValue[] {
  const scopes = listAt(objectAt(collection, 'resourceMetrics'), 'scopeMetrics');
  return scopes.flatMap((scope) => listAt(scope, 'metrics')).flatMap(parseMetric);
}

function parseMetric(metric: unknown): readonly SeriesValue[] {
  const descriptor = objectAt(metric, 'descriptor');
  if (!isPlainObject(metric) || typeof descriptor['name'] !== 'string') return [];
  const about = {
    name: descriptor['name'],
    help: textAt(descriptor, 'description'),
    unit: textAt(descriptor, 'unit'),
    isTotal: metric['isMonotonic'] === true,
  };
  return listAt(metric, 'dataPoints').flatMap((point) => {
    if (!isPlainObject(point)) return [];
    const labels = labelsOf(point['attributes']);
    const { value } = point;
    if (typeof value === 'number') return [{ ...about, labels, value }];
    return isPlainObject(value) ? parseHistogram({ ...about, labels }, value) : [];
  });
}

function parseHistogram(series: Series, value: Readonly<Record<string, unknown>>): readonly SeriesValue[] {
  const part = (suffix: string, isTotal: boolean): readonly SeriesValue[] => {
    const number = value[suffix];
    return typeof number === 'number' ? [{ ...series, name: `${series.name}.${suffix}`, isTotal, value: number }] : [];
  };
  return [
    ...part('count', true),
    ...part('sum', true),
    ...part('min', false),
    ...part('max', false),
    ...parseBuckets(series, value),
  ];
}

/** Cumulative, as Prometheus has them: how many values were at most `le`. */
function parseBuckets(series: Series, value: Readonly<Record<string, unknown>>): readonly SeriesValue[] {
  const buckets = objectAt(value, 'buckets');
  const boundaries = listAt(buckets, 'boundaries');
  let total = 0;
  return listAt(buckets, 'counts').map((count, index) => {
    total += Number(count);
    const boundary = boundaries[index];
    const le = typeof boundary === 'number' ? boundary : '+Inf';
    return { ...series, name: `${series.name}.bucket`, labels: { ...series.labels, le }, isTotal: true, value: total };
  });
}

function labelsOf(attributes: unknown): LabelSet {
  if (!isPlainObject(attributes)) return {};
  const pairs = Object.entries(attributes).map(([name, value]) => [name.replace(/^\d|[^\w]/g, '_'), String(value)]);
  return Object.fromEntries(pairs);
}

function objectAt(value: unknown, key: string): Readonly<Record<string, unknown>> {
  const found = isPlainObject(value) ? value[key] : undefined;
  return isPlainObject(found) ? found : {};
}

function listAt(value: unknown, key: string): readonly unknown[] {
  const found = isPlainObject(value) ? value[key] : undefined;
  return Array.isArray(found) ? found : [];
}

function textAt(value: Readonly<Record<string, unknown>>, key: string): string {
  const found = value[key];
  return typeof found === 'string' ? found : '';
}
