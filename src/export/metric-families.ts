import type { HistogramSnapshot } from '../format/histogram-buckets.js';
import type { StatsField } from '../format/stats-decode.js';
import { parseMetricName } from '../model/metric-pattern.js';
import type { TargetSample } from '../source/sample.js';
import { type ExposedName, type ExposedType, exposedLabel, exposedName, sampleNamesOf } from './exposed-name.js';

/** One series of a family. */
export interface ExposedSeries {
  /** `process="api",pid="4121",thread="4121",method="GET"`, escaped. */
  readonly labels: string;
  readonly value: number | bigint;
  readonly histogram: HistogramSnapshot | undefined;
}

/** All series of one name. */
export interface MetricFamily {
  readonly name: string;
  readonly type: ExposedType;
  readonly unit: string | undefined;
  readonly help: string;
  readonly scale: number;
  /** By their labels, each once. */
  readonly series: Map<string, ExposedSeries>;
}

// What names a process, not what it measures; the heartbeat is porthole_process_stuck.
const BOOKKEEPING = /^(sys|org)\./;

/**
 * The metrics of all processes, family by family.
 *
 * Of two metrics that would have the same name and different types the first
 * stays. Of two series with the same labels too: of a living process and a dead one that had its pid.
 *
 * @returns The families, and how many series found no place.
 */
export function collectFamilies(targets: readonly TargetSample[]): {
  readonly families: readonly MetricFamily[];
  readonly leftOut: number;
} {
  const collector = new FamilyCollector();
  for (const target of targets.toSorted((a, b) => Number(a.state === 'ended') - Number(b.state === 'ended'))) {
    addProcess(collector, target);
    for (const { tid, snapshot } of target.files) {
      const labels = `${processLabels(target)},thread="${tid ?? target.target.pid}"`;
      for (const field of snapshot?.fields ?? []) collector.addField(field, labels);
    }
  }
  return { families: [...collector.families.values()], leftOut: collector.leftOut };
}

/** A label's value between its quotes. */
export function escapeLabelValue(value: string): string {
  return value.toWellFormed().replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

class FamilyCollector {
  readonly families = new Map<string, MetricFamily>();
  leftOut = 0;
  readonly #owners = new Map<string, string>();
  // Processes that run the same program have the same labels, which are taken apart once.
  readonly #described = new Map<string, { readonly exposed: ExposedName | undefined; readonly labels: string }>();

  addField({ label, kind, unit, help, value, histogram }: StatsField, processLabelText: string): void {
    if (BOOKKEEPING.test(label) || typeof value === 'string') return;
    const { exposed, labels } = this.#describe(label, kind, unit);
    if (exposed === undefined || (exposed.type === 'histogram' && histogram === undefined)) return;
    const number = typeof value === 'boolean' ? Number(value) : value;
    const family = this.family(exposed, help ?? `${parseMetricName(label).name} of the program`);
    this.add(family, { labels: `${processLabelText}${labels}`, value: number, histogram });
  }

  /** The family, or `undefined` when its name is another's already. */
  family({ family: name, type, unit, scale }: ExposedName, help: string): MetricFamily | undefined {
    const known = this.families.get(name);
    if (known !== undefined) return known.type === type && known.scale === scale ? known : undefined;
    const samples = sampleNamesOf(name, type);
    if (samples.some((sample) => this.#owners.has(sample))) return undefined;
    for (const sample of samples) this.#owners.set(sample, name);
    const family = { name, type, unit, help, scale, series: new Map<string, ExposedSeries>() };
    this.families.set(name, family);
    return family;
  }

  add(family: MetricFamily | undefined, series: ExposedSeries): void {
    if (family === undefined || family.series.has(series.labels)) this.leftOut++;
    else family.series.set(series.labels, series);
  }

  #describe(
    label: string,
    kind: StatsField['kind'],
    unit: string | undefined,
  ): { readonly exposed: ExposedName | undefined; readonly labels: string } {
    const key = `${kind} ${unit ?? ''} ${label}`;
    const known = this.#described.get(key);
    if (known !== undefined) return known;
    const { name, labels } = parseMetricName(label);
    const pairs = [...labels].map(([own, value]) => `,${exposedLabel(own)}="${escapeLabelValue(value)}"`);
    const described = { exposed: exposedName(name, kind, unit), labels: pairs.join('') };
    this.#described.set(key, described);
    return described;
  }
}

/** What the operating system says of every process, with an agent or without. */
function addProcess(collector: FamilyCollector, target: TargetSample): void {
  const labels = processLabels(target);
  const add = (name: string, type: ExposedType, unit: string | undefined, help: string, value: number): void => {
    const family = collector.family({ family: name, type, unit, scale: 1 }, help);
    // Files of a process that have gone before it make no second process.
    if (family?.series.has(labels) !== true) collector.add(family, { labels, value, histogram: undefined });
  };
  const isAlive = target.state !== 'ended';
  add('porthole_process_up', 'gauge', undefined, 'Whether the process lives: 1 or 0', Number(isAlive));
  const isStuck = Number(target.state === 'stuck');
  add('porthole_process_stuck', 'gauge', undefined, 'Whether the event loop does not turn: 1 or 0', isStuck);
  const { process } = target;
  if (process === undefined) return;
  const { rssBytes, cpuMs, startedWallMs, threads } = process;
  add('porthole_process_resident_memory_bytes', 'gauge', 'bytes', 'Resident memory of the process', rssBytes);
  add('porthole_process_cpu_seconds', 'counter', 'seconds', 'User and system time since the start', cpuMs / 1000);
  add('porthole_process_threads', 'gauge', undefined, 'Threads of the process, those of Node itself too', threads);
  const startedS = startedWallMs / 1000;
  add('porthole_process_start_time_seconds', 'gauge', 'seconds', 'Start of the process since the epoch', startedS);
}

function processLabels({ name, target }: TargetSample): string {
  return `process="${escapeLabelValue(name)}",pid="${target.pid}"`;
}
