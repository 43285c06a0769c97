import type { HistogramSnapshot } from '../format/histogram-buckets.js';
import { isPlainObject } from '../format/json.js';
import type { MeterRates } from '../format/meter-words.js';
import { METRIC_KINDS } from '../format/metric-meta.js';
import type { StatsField, StatsValue } from '../format/stats-decode.js';
import type {
  FileReading,
  ProcessReading,
  ProcessState,
  Sample,
  SearchedPlace,
  TargetSample,
} from '../source/sample.js';

type Json = Readonly<Record<string, unknown>>;

const STATES: readonly ProcessState[] = ['live', 'stuck', 'ended', 'unreadable', 'no-agent'];
const OUTCOMES = ['read', 'absent', 'unreadable'] as const;
// No histogram has more: bounds from the least double to the greatest.
const MAX_BUCKETS = 140_000;

/** Reads what `sampleJson` wrote; `undefined` when it is something else. What cannot be read in it is left out. */
export function parseSample(value: unknown): Sample | undefined {
  if (!isPlainObject(value) || value['version'] !== 1) return undefined;
  const { atMs, wallMs, targets, searched } = value;
  if (!isNumber(atMs) || !isNumber(wallMs) || !Array.isArray(targets)) return undefined;
  return { atMs, wallMs, targets: listOf(targets, parseTarget), searched: listOf(searched, parsePlace) };
}

function parseTarget(value: Json): TargetSample | undefined {
  const { target, name, runtime, state, hasAgent } = value;
  const known = STATES.find((each) => each === state);
  if (!isPlainObject(target) || !isNumber(target['pid']) || typeof name !== 'string' || known === undefined)
    return undefined;
  const path = text(target['path']);
  return {
    target: { pid: target['pid'], startTicks: number(target['startTicks']), ...(path === undefined ? {} : { path }) },
    name,
    runtime: runtime === 'node' || runtime === 'python' ? runtime : undefined,
    state: known,
    stateReason: text(value['stateReason']),
    hasAgent: hasAgent === true,
    process: parseProcess(value['process']),
    files: listOf(value['files'], parseFile),
    socket: text(value['socket']),
  };
}

function parseProcess(value: unknown): ProcessReading | undefined {
  if (!isPlainObject(value)) return undefined;
  const { uid, startedWallMs, cpuMs, rssBytes, threads, ports } = value;
  if (![uid, startedWallMs, cpuMs, rssBytes, threads].every(isNumber)) return undefined;
  return {
    commandLine: Array.isArray(value['commandLine'])
      ? value['commandLine'].filter((word) => typeof word === 'string')
      : [],
    uid: Number(uid),
    user: text(value['user']) ?? String(uid),
    startedWallMs: Number(startedWallMs),
    cpuMs: Number(cpuMs),
    rssBytes: Number(rssBytes),
    threads: Number(threads),
    ports: Array.isArray(ports) ? ports.filter(isNumber) : undefined,
    managedBy: text(value['managedBy']),
  };
}

function parseFile(value: Json): FileReading | undefined {
  const path = text(value['path']);
  if (path === undefined) return undefined;
  const fields = value['fields'];
  const snapshot = Array.isArray(fields)
    ? { fields: listOf(fields, parseField), brokenReason: text(value['brokenReason']) }
    : undefined;
  return { path, tid: number(value['tid']), snapshot, reason: text(value['reason']) };
}

function parseField(value: Json): StatsField | undefined {
  const label = text(value['label']);
  const kind = METRIC_KINDS.find((each) => each === value['kind']);
  const parsed = parseValue(value['value'], kind);
  if (label === undefined || kind === undefined || parsed === undefined) return undefined;
  const histogram = parseHistogram(value['histogram']);
  const meter = parseMeter(value['meter']);
  return {
    label,
    kind,
    value: parsed,
    type: text(value['type']) ?? 'd',
    unit: text(value['unit']),
    help: text(value['help']),
    ...(histogram === undefined ? {} : { histogram }),
    ...(meter === undefined ? {} : { meter }),
  };
}

function parseValue(value: unknown, kind: StatsField['kind'] | undefined): StatsValue | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value !== 'string' || kind === 'text') return text(value);
  return /^-?\d{1,40}$/.test(value) ? BigInt(value) : Number(value);
}

function parseHistogram(value: unknown): HistogramSnapshot | undefined {
  if (!isPlainObject(value) || !isPlainObject(value['bounds']) || !Array.isArray(value['counts'])) return undefined;
  const { count, sum, below, above, firstPosition, counts, bounds } = value;
  if (counts.length > MAX_BUCKETS || !counts.every(isNumber)) return undefined;
  if (!isNumber(count) || !isNumber(sum) || !isNumber(below) || !isNumber(above) || !isNumber(firstPosition))
    return undefined;
  const { min, max } = bounds;
  if (!isNumber(min) || !isNumber(max)) return undefined;
  const extremes = { min: number(value['min']), max: number(value['max']) };
  return { count, sum, ...extremes, bounds: { min, max }, below, above, firstPosition, counts };
}

function parseMeter(value: unknown): MeterRates | undefined {
  if (!isPlainObject(value)) return undefined;
  const { meanPerS, m1PerS, m5PerS, m15PerS } = value;
  return { meanPerS: number(meanPerS), m1PerS: number(m1PerS), m5PerS: number(m5PerS), m15PerS: number(m15PerS) };
}

function parsePlace(value: Json): SearchedPlace | undefined {
  const path = text(value['path']);
  const outcome = OUTCOMES.find((each) => each === value['outcome']);
  return path === undefined || outcome === undefined ? undefined : { path, outcome, reason: text(value['reason']) };
}

function listOf<T>(value: unknown, parse: (item: Json) => T | undefined): readonly T[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown) => (isPlainObject(item) ? (parse(item) ?? []) : []));
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function number(value: unknown): number | undefined {
  return isNumber(value) ? value : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
