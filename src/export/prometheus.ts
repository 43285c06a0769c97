import type { HistogramBounds, HistogramSnapshot } from '../format/histogram-buckets.js';
import type { ProgramCount } from '../model/program-counts.js';
import type { TargetSample } from '../source/sample.js';
import { bucketLimitsOf, cumulativeCounts } from './bucket-limits.js';
import {
  type CollectedFamilies,
  collectFamilies,
  collectProgramFamilies,
  type ExposedSeries,
  type MetricFamily,
} from './metric-families.js';

/** The two texts that Prometheus reads. */
export type ExpositionFormat = 'openmetrics' | 'prometheus';

export const CONTENT_TYPES: Readonly<Record<ExpositionFormat, string>> = {
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
  prometheus: 'text/plain; version=0.0.4; charset=utf-8',
};

// 10 µs to 1000 s: what a duration is asked for.
const DURATIONS_S: HistogramBounds = { min: 1e-5, max: 1e3 };

// Powers of ten and their parts: some hundred at most.
const limitTexts = new Map<number, string>();

/** The format that an `Accept` header prefers; the older one when it says nothing. */
export function chooseFormat(accept: string | undefined): ExpositionFormat {
  const weights = { openmetrics: 0, prometheus: 0 };
  for (const part of (accept ?? '').split(',')) {
    const [type = '', ...parameters] = part.split(';').map((word) => word.trim().toLowerCase());
    const quality = Number(parameters.find((word) => word.startsWith('q='))?.slice(2) ?? 1);
    const isKnown = !parameters.some(
      (word) => word.startsWith('version=') && !/^version=(1\.0\.0|0\.0\.[14])$/.test(word),
    );
    if (type === 'application/openmetrics-text' && isKnown)
      weights.openmetrics = Math.max(weights.openmetrics, quality);
    if (['text/plain', 'text/*', '*/*'].includes(type)) weights.prometheus = Math.max(weights.prometheus, quality);
  }
  return weights.openmetrics > 0 && weights.openmetrics >= weights.prometheus ? 'openmetrics' : 'prometheus';
}

/**
 * The metrics of all processes as Prometheus reads them.
 *
 * Values are in base units (seconds, bytes). A histogram and a timer have
 * buckets with a fixed set of `le`, a meter its rates beside its count, and a text is the label of a 1.
 */
export function formatExposition(targets: readonly TargetSample[], format: ExpositionFormat): string {
  return formatFamilies(collectFamilies(targets), format);
}

/** The counts of programs, whichever of their processes live: what is counted on when one of them is restarted. */
export function formatProgramExposition(programs: readonly ProgramCount[], format: ExpositionFormat): string {
  return formatFamilies(collectProgramFamilies(programs), format);
}

function formatFamilies({ families, leftOut }: CollectedFamilies, format: ExpositionFormat): string {
  const own: MetricFamily = {
    name: 'porthole_series_left_out',
    type: 'gauge',
    unit: undefined,
    help: 'Series whose name another metric has already',
    scale: 1,
    series: [{ owner: '', labels: '', value: leftOut, histogram: undefined }],
  };
  const text = [...families, own].map((family) => formatFamily(family, format)).join('');
  return format === 'openmetrics' ? `${text}# EOF\n` : text;
}

function formatFamily(family: MetricFamily, format: ExpositionFormat): string {
  const { name, type, unit, scale } = family;
  // The older text knows families by the names of their samples, and no type for texts.
  const sample = type === 'counter' ? `${name}_total` : type === 'info' ? `${name}_info` : name;
  const [title, kind] = format === 'openmetrics' ? [name, type] : [sample, type === 'info' ? 'gauge' : type];
  let text = `# HELP ${title} ${escapeHelp(family.help, format)}\n# TYPE ${title} ${kind}\n`;
  if (unit !== undefined && format === 'openmetrics') text += `# UNIT ${title} ${unit}\n`;
  for (const series of family.series) {
    if (series.histogram !== undefined) text += formatHistogram(family, series, series.histogram);
    else text += `${sample}${bracesOf(series)} ${formatNumber(series.value, scale)}\n`;
  }
  return text;
}

function formatHistogram(
  { name, unit, scale }: MetricFamily,
  { owner, labels }: ExposedSeries,
  histogram: HistogramSnapshot,
): string {
  const durations = { min: DURATIONS_S.min / scale, max: DURATIONS_S.max / scale };
  const limits = bucketLimitsOf(histogram.bounds, unit === 'seconds' ? durations : histogram.bounds);
  const counts = cumulativeCounts(histogram, limits);
  const own = `${owner}${labels}`;
  let text = '';
  for (const [index, { limit }] of limits.entries()) {
    text += `${name}_bucket{${own},le="${formatLimit(limit, scale)}"} ${counts[index] ?? 0}\n`;
  }
  return `${text}${name}_bucket{${own},le="+Inf"} ${histogram.count}
${name}_sum{${own}} ${formatNumber(histogram.sum, scale)}
${name}_count{${own}} ${histogram.count}
`;
}

function bracesOf({ owner, labels }: ExposedSeries): string {
  return owner === '' ? '' : `{${owner}${labels}}`;
}

function formatNumber(value: number | bigint, scale: number): string {
  const scaled = scale === 1 ? value : Number(value) * scale;
  if (typeof scaled === 'bigint' || Number.isFinite(scaled)) return String(scaled);
  return Number.isNaN(scaled) ? 'NaN' : scaled > 0 ? '+Inf' : '-Inf';
}

// A limit is a label: it must be the same text each time, in both formats.
function formatLimit(limit: number, scale: number): string {
  const key = limit * scale;
  const known = limitTexts.get(key);
  if (known !== undefined) return known;
  const text = String(Number(key.toPrecision(12)));
  const canonical = /[.e]/.test(text) ? text : `${text}.0`;
  limitTexts.set(key, canonical);
  return canonical;
}

function escapeHelp(help: string, format: ExpositionFormat): string {
  const escaped = help.toWellFormed().replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
  return format === 'openmetrics' ? escaped.replaceAll('"', '\\"') : escaped;
}
