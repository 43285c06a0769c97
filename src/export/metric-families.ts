import type { HistogramSnapshot } from '../format/histogram-buckets.js';
import type { MeterRates } from '../format/meter-words.js';
import type { StatsField } from '../format/stats-decode.js';
import { parseMetricName } from '../model/metric-pattern.js';
import { isCounting } from '../model/metric-table.js';
import type { ProgramCount } from '../model/program-counts.js';
import type { TargetSample } from '../source/sample.js';
import { type ExposedName, type ExposedType, exposedLabel, exposedName, sampleNamesOf } from './exposed-name.js';

/** One series of a family. */
export interface ExposedSeries {
  /** Whose it is: `process="api",pid="4121",thread="4121"`, escaped. */
  readonly owner: string;
  /** Its own labels: `,method="GET"`. */
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
  /** No two have the same labels. */
  readonly series: ExposedSeries[];
}

// What names a process, not what it measures; the heartbeat is porthole_process_stuck.
const BOOKKEEPING = /^(sys|org)\./;

/** All families, and how many series found no place. */
export interface CollectedFamilies {
  readonly families: readonly MetricFamily[];
  readonly leftOut: number;
}

/**
 * The metrics of all processes, family by family.
 *
 * Of two metrics that would have the same name and different types the first
 * stays. Of two series with the same labels too: of a living process and a dead one that had its pid.
 */
export function collectFamilies(targets: readonly TargetSample[]): CollectedFamilies {
  const collector = new FamilyCollector();
  for (const target of targets.toSorted((a, b) => Number(a.state === 'ended') - Number(b.state === 'ended'))) {
    addProcess(collector, target);
    for (const { tid, snapshot } of target.files) {
      collector.beginFile(`${processLabels(target)},thread="${tid ?? target.target.pid}"`);
      for (const field of snapshot?.fields ?? []) {
        // What a dead process has counted is true for ever; its gauges and rates are not.
        const { meter: _, ...count } = field;
        if (target.state !== 'ended') collector.addField(field);
        else if (isCounting(field.kind)) collector.addField(count);
      }
    }
  }
  return { families: [...collector.families.values()], leftOut: collector.leftOut };
}

/** The counts of programs, under the names that those of their processes have, without pid and thread. */
export function collectProgramFamilies(programs: readonly ProgramCount[]): CollectedFamilies {
  const collector = new FamilyCollector();
  const named = { family: 'porthole_program_processes', type: 'gauge', unit: undefined, scale: 1 } as const;
  const running = collector.family(named, 'Processes of the program that live');
  for (const { name, processes, fields } of programs) {
    const owner = `process="${escapeLabelValue(name)}"`;
    collector.add(running, { owner, labels: '', value: processes, histogram: undefined }, false);
    collector.beginFile(owner);
    for (const field of fields) collector.addField(field);
  }
  return { families: [...collector.families.values()], leftOut: collector.leftOut };
}

/** A label's value between its quotes. */
export function escapeLabelValue(value: string): string {
  return value.toWellFormed().replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

/** What is known of a metric by its label: processes that run the same program have the same. */
interface DescribedLabel {
  readonly kind: StatsField['kind'];
  readonly unit: string | undefined;
  /** `undefined` when it is bookkeeping, or the name is another's. */
  readonly family: MetricFamily | undefined;
  readonly labels: string;
  readonly isExposed: boolean;
  /** Another metric has the same name and labels in the exposition. */
  readonly isAlias: boolean;
}

class FamilyCollector {
  readonly families = new Map<string, MetricFamily>();
  leftOut = 0;
  readonly #nameOwners = new Map<string, string>();
  readonly #described = new Map<string, DescribedLabel>();
  readonly #seriesNames = new Set<string>();
  readonly #owners = new Set<string>();
  #owner = '';
  #mayBeThere = false;

  /** All fields until the next file are of this process and thread. */
  beginFile(owner: string): void {
    this.#owner = owner;
    this.#mayBeThere = this.#owners.has(owner);
    this.#owners.add(owner);
  }

  /** Whether it was asked for before. */
  hasProcess(owner: string): boolean {
    const isKnown = this.#owners.has(owner);
    this.#owners.add(owner);
    return isKnown;
  }

  addField(field: StatsField): void {
    const { kind, unit, value, histogram } = field;
    const known = this.#described.get(field.label);
    const described = known?.kind === kind && known.unit === unit ? known : this.#describe(field);
    const { family, labels, isExposed, isAlias } = described;
    if (!isExposed || (family?.type === 'histogram' && histogram === undefined)) return;
    // To look for each is too slow; there can be another only of such an owner or name.
    const mayBeThere = isAlias || this.#mayBeThere;
    const owner = this.#owner;
    if (typeof value !== 'string') {
      const number = typeof value === 'boolean' ? Number(value) : value;
      this.add(family, { owner, labels, value: number, histogram }, mayBeThere);
    } else if (family?.type === 'info' && value !== '') {
      const own = labels.replace(/,(?=value=")/, ',exported_');
      const series = { owner, labels: `${own},value="${escapeLabelValue(value)}"`, value: 1, histogram };
      this.add(family, series, mayBeThere);
    }
    if (field.meter !== undefined) this.#addRates(field, field.meter, labels, mayBeThere);
  }

  // Until they are taken for the first time there are none.
  #addRates({ label }: StatsField, rates: MeterRates, labels: string, mayBeThere: boolean): void {
    const { name } = parseMetricName(label);
    for (const [minutes, value] of [
      [1, rates.m1PerS],
      [5, rates.m5PerS],
      [15, rates.m15PerS],
    ] as const) {
      if (value === undefined) continue;
      const exposed = exposedName(`${name}_rate${minutes}m`, 'gauge', undefined);
      const family = this.family(exposed, `${name} a second, exponentially weighted over ${minutes} min`);
      this.add(family, { owner: this.#owner, labels, value, histogram: undefined }, mayBeThere);
    }
  }

  /** The family, or `undefined` when its name is another's already. */
  family({ family: name, type, unit, scale }: ExposedName, help: string): MetricFamily | undefined {
    const known = this.families.get(name);
    if (known !== undefined) return known.type === type && known.scale === scale ? known : undefined;
    const samples = sampleNamesOf(name, type);
    if (samples.some((sample) => this.#nameOwners.has(sample))) return undefined;
    for (const sample of samples) this.#nameOwners.set(sample, name);
    const family: MetricFamily = { name, type, unit, help, scale, series: [] };
    this.families.set(name, family);
    return family;
  }

  add(family: MetricFamily | undefined, series: ExposedSeries, mayBeThere: boolean): void {
    const { owner, labels } = series;
    const isThere = mayBeThere && family?.series.some((other) => other.owner === owner && other.labels === labels);
    if (family === undefined || isThere === true) this.leftOut++;
    else family.series.push(series);
  }

  #describe({ label, kind, unit, help }: StatsField): DescribedLabel {
    const { name, labels } = parseMetricName(label);
    const exposed = BOOKKEEPING.test(label) ? undefined : exposedName(name, kind, unit);
    const family = exposed === undefined ? undefined : this.family(exposed, help ?? `${name} of the program`);
    const text = [...labels].map(([own, value]) => `,${exposedLabel(own)}="${escapeLabelValue(value)}"`).join('');
    const seriesName = `${exposed?.family ?? ''}{${text}}`;
    const isAlias = this.#seriesNames.has(seriesName);
    this.#seriesNames.add(seriesName);
    const described = { kind, unit, family, labels: text, isExposed: exposed !== undefined, isAlias };
    this.#described.set(label, described);
    return described;
  }
}

/** What the operating system says of every process, with an agent or without. */
function addProcess(collector: FamilyCollector, target: TargetSample): void {
  // Files of a process that have gone before it make no second process, nor does another life of its pid.
  if (collector.hasProcess(processLabels(target))) return;
  const owner = processLabels(target);
  const add = (name: string, type: ExposedType, unit: string | undefined, help: string, value: number): void => {
    const family = collector.family({ family: name, type, unit, scale: 1 }, help);
    collector.add(family, { owner, labels: '', value, histogram: undefined }, false);
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
