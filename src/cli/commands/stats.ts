import { setTimeout as wait } from 'node:timers/promises';
import { metricJson } from '../../export/metric-json.js';
import { type Aggregator, aggregateMetrics } from '../../model/aggregate.js';
import { type MetricPattern, matchesMetric, parseMetricPattern } from '../../model/metric-pattern.js';
import { type RatedField, rateFields } from '../../model/observation-rate.js';
import type { FileReading, Sample, TargetSample } from '../../source/sample.js';
import { EXIT_DONE, EXIT_FAILED } from '../exit-code.js';
import { complain, type Io, print, printJson } from '../io.js';
import { describeNothing, type LookOptions, openPoller } from '../look.js';
import { formatLabelledValues, formatStats } from '../stats-text.js';

export interface StatsOptions extends LookOptions {
  readonly json: boolean;
  /** Names and globs; none means all. */
  readonly metrics: readonly string[];
  readonly aggregate: Aggregator | undefined;
  /** Print again every so often, until interrupted. */
  readonly watchMs: number | undefined;
}

interface ChosenFile {
  readonly target: TargetSample;
  readonly file: FileReading;
  readonly fields: readonly RatedField[];
}

/** `porthole stats`: every metric of every file as slurpstats prints it, or one value a metric over all of them. */
export async function runStats(io: Io, options: StatsOptions): Promise<number> {
  const poller = openPoller(io, options);
  let sample = poller.poll();
  if (options.watchMs === undefined) return await printStats(io, sample, options);
  for (let before: Sample | undefined; ; before = sample, sample = poller.poll()) {
    await printStats(io, sample, options, before);
    await wait(options.watchMs);
  }
}

/**
 * Prints one sample, and on stderr a line for each file that could not be read whole.
 *
 * @param before The sample that was printed before it, since which rates are taken.
 */
export async function printStats(io: Io, sample: Sample, options: StatsOptions, before?: Sample): Promise<number> {
  const files = chooseFiles(sample, before, options.metrics.map(parseMetricPattern));
  const { aggregate } = options;
  if (aggregate === undefined) await (options.json ? printFilesJson(io, files) : printFiles(io, files));
  else await printAggregate(io, files, aggregate, options.json);
  for (const { file } of files) {
    if (file.reason !== undefined) complain(io, describeBroken(file));
  }
  const hasMatched = files.some(({ fields }) => fields.length > 0);
  if (!hasMatched) complain(io, describeNoMatch(sample, files, options));
  return hasMatched ? EXIT_DONE : EXIT_FAILED;
}

// A file without a matching metric is left out, unless there is something wrong with it to be said.
function chooseFiles(
  sample: Sample,
  before: Sample | undefined,
  metrics: readonly MetricPattern[],
): readonly ChosenFile[] {
  return sample.targets
    .flatMap((target) =>
      target.files.map((file) => {
        const fields = chooseFields(rateFields(file, target, sample, before), metrics);
        return { target, file, fields };
      }),
    )
    .filter(({ file, fields }) => metrics.length === 0 || fields.length > 0 || file.reason !== undefined);
}

function chooseFields(fields: readonly RatedField[], metrics: readonly MetricPattern[]): readonly RatedField[] {
  if (metrics.length === 0) return fields;
  return fields.filter(({ label }) => metrics.some((metric) => matchesMetric(metric, label)));
}

async function printFiles(io: Io, files: readonly ChosenFile[]): Promise<void> {
  await print(io, files.map(({ file, fields }) => formatStats(file.path, fields)).join(''));
}

async function printFilesJson(io: Io, files: readonly ChosenFile[]): Promise<void> {
  await printJson(io, { version: 1, files: files.map(fileJson) });
}

/** All files of a sample as `stats --json` has them. */
export function filesJson(sample: Sample, before: Sample | undefined): readonly object[] {
  return chooseFiles(sample, before, []).map(fileJson);
}

function fileJson({ target, file, fields }: ChosenFile): object {
  return {
    path: file.path,
    pid: target.target.pid,
    tid: file.tid ?? null,
    name: target.name,
    state: target.state,
    reason: file.reason ?? null,
    stats: fields.map(metricJson),
  };
}

async function printAggregate(io: Io, files: readonly ChosenFile[], how: Aggregator, json: boolean): Promise<void> {
  const metrics = aggregateMetrics(
    files.map(({ fields }) => fields),
    how,
  );
  const withValue = metrics.filter(({ value }) => value !== undefined);
  if (!json) {
    await print(io, formatLabelledValues(withValue));
    return;
  }
  const stats = withValue.map((metric) => ({ ...metricJson(metric), files: metric.files }));
  await printJson(io, { version: 1, aggregate: how, stats });
}

function describeBroken({ path, reason = '' }: FileReading): string {
  return reason.includes(path) ? reason : `${path}: ${reason}`;
}

function describeNoMatch(sample: Sample, files: readonly ChosenFile[], { metrics, targets }: StatsOptions): string {
  if (sample.targets.length === 0) return describeNothing(sample.searched, targets);
  if (metrics.length > 0 && files.length === 0) return `no metric matches ${metrics.join(' ')}`;
  return 'no metric could be read';
}
