import { type HistogramSnapshot, lowerBoundOf, positionOf } from '../format/histogram-buckets.js';
import { formatLabelledName } from '../format/label-set.js';
import type { StatsField } from '../format/stats-decode.js';
import type { Sample, TargetSample } from '../source/sample.js';
import { type ExposedFamily, type ExposedSample, parseExposition } from './parse-exposition.js';

// What Prometheus' client libraries call what porthole knows of every process.
const CPU = 'process_cpu_seconds_total';
const RSS = 'process_resident_memory_bytes';
const STARTED = 'process_start_time_seconds';

// 1 ns to a quintillion: what a bucket without a lower bound begins with.
const LEAST = 2 ** -30;
const MOST = 2 ** 60;

/** A page of metrics as a sample of one program. */
export function sampleOfExposition(
  page: string,
  {
    name,
    url,
    atMs,
    wallMs,
  }: { readonly name: string; readonly url: string; readonly atMs: number; readonly wallMs: number },
): Sample | undefined {
  const { families, wrongLines } = parseExposition(page);
  if (families.length === 0) return undefined;
  const fields = families.flatMap(fieldsOf);
  const numberOf = (wanted: string): number | undefined => {
    const value = fields.find(({ label }) => label === wanted)?.value;
    return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
  };
  const startedS = numberOf(STARTED);
  const [cpuS, rssBytes] = [numberOf(CPU), numberOf(RSS)];
  const broken = wrongLines === 0 ? undefined : `${wrongLines} lines are no metrics`;
  const target: TargetSample = {
    // The start tells a restart, as the kernel's ticks do here.
    target: { pid: 0, startTicks: startedS === undefined ? undefined : Math.round(startedS * 100), path: url },
    name,
    runtime: fields.some(({ label }) => label.startsWith('nodejs_version_info')) ? 'node' : undefined,
    state: 'live',
    stateReason: undefined,
    hasAgent: false,
    process:
      startedS === undefined || cpuS === undefined || rssBytes === undefined
        ? undefined
        : {
            commandLine: [],
            uid: -1,
            user: '',
            startedWallMs: startedS * 1000,
            cpuMs: cpuS * 1000,
            rssBytes,
            threads: 0,
            ports: undefined,
            managedBy: undefined,
          },
    files: [{ path: url, tid: undefined, snapshot: { fields, brokenReason: broken }, reason: undefined }],
    socket: undefined,
  };
  return { atMs, wallMs, targets: [target], searched: [] };
}

function fieldsOf(family: ExposedFamily): readonly StatsField[] {
  if (family.type === 'histogram') return histogramFields(family);
  const isCounter = family.type === 'counter';
  return family.samples
    .filter(({ name }) => !(name.endsWith('_created') && family.type !== 'gauge'))
    .map(({ name, labels, value }) => {
      const isCount = isCounter || (family.type === 'summary' && /_(?:count|sum)$/.test(name));
      return {
        ...describe(family, formatLabelledName(name, labels)),
        kind: isCount ? 'counter' : 'gauge',
        value,
        type: 'd',
      };
    });
}

function histogramFields(family: ExposedFamily): readonly StatsField[] {
  const byLabels = new Map<string, ExposedSample[]>();
  for (const sample of family.samples) {
    const { le: _le, ...labels } = sample.labels;
    const label = formatLabelledName(family.name, labels);
    byLabels.set(label, [...(byLabels.get(label) ?? []), sample]);
  }
  return [...byLabels].map(([label, samples]) => {
    const histogram = histogramOf(family.name, samples);
    return { ...describe(family, label), kind: 'histogram', value: histogram.count, type: 'Q', histogram };
  });
}

function describe({ name, unit, help }: ExposedFamily, label: string): Pick<StatsField, 'label' | 'unit' | 'help'> {
  const stem = name.replace(/_total$/, '');
  const noun = unit ?? /_(seconds|bytes|ratio)$/.exec(stem)?.[1];
  return { label, unit: noun === 'seconds' ? 's' : noun, help };
}

/**
 * Buckets of any limits on the grid that all histograms share: the observations of each are spread evenly over it, as
 * Prometheus' `histogram_quantile` takes them. So counts are not whole, and a quantile is as good as the limits are close.
 */
function histogramOf(name: string, samples: readonly ExposedSample[]): HistogramSnapshot {
  const numberOf = (suffix: string): number =>
    samples.find((sample) => sample.name === `${name}_${suffix}`)?.value ?? 0;
  const buckets = samples
    .filter((sample) => sample.name === `${name}_bucket`)
    .map(({ labels, value }) => ({ limit: Number((labels['le'] ?? '').replace(/^\+?Inf$/i, 'Infinity')), upTo: value }))
    .filter(({ limit }) => !Number.isNaN(limit))
    .toSorted((a, b) => a.limit - b.limit);
  const limits = buckets.map(({ limit }) => limit).filter((limit) => limit > LEAST && limit < MOST);
  const lowest = Math.min(LEAST, ...limits);
  const greatest = limits.at(-1) ?? LEAST;
  const firstLimit = limits[0] ?? LEAST;
  const firstPosition = positionOf(firstLimit / 16);
  const counts = Array.from({ length: Math.max(0, positionOf(greatest) - firstPosition + 1) }, () => 0);
  let [below, above, before, from] = [0, 0, 0, 0];
  for (const { limit, upTo } of buckets) {
    const count = Math.max(0, upTo - before);
    if (limit <= lowest) below += count;
    else if (limit > greatest) above += count;
    else spread(counts, firstPosition, Math.max(from, lowerBoundOf(firstPosition)), limit, count);
    [before, from] = [upTo, Math.min(limit, greatest)];
  }
  const total = buckets.at(-1)?.upTo ?? 0;
  const min = below > 0 ? 0 : lowerBoundOf(firstPosition);
  const extremes = total === 0 ? { min: undefined, max: undefined } : { min, max: greatest };
  return {
    count: total,
    sum: numberOf('sum'),
    ...extremes,
    bounds: { min: LEAST, max: MOST },
    below,
    above,
    firstPosition,
    counts,
  };
}

function spread(counts: number[], firstPosition: number, from: number, to: number, count: number): void {
  if (count === 0 || to <= from) return;
  for (let position = positionOf(from); lowerBoundOf(position) < to; position++) {
    const lower = Math.max(from, lowerBoundOf(position));
    const upper = Math.min(to, lowerBoundOf(position + 1));
    const index = position - firstPosition;
    if (index >= 0 && index < counts.length)
      counts[index] = (counts[index] ?? 0) + (count * (upper - lower)) / (to - from);
  }
}
