import { areHistogramBounds, type HistogramBounds } from './histogram-buckets.js';
import { isPlainObject } from './json.js';

/** How a value is to be read. A counter only goes up; a gauge is what it is now; a timer is a histogram of ms. */
export const METRIC_KINDS = ['counter', 'gauge', 'meter', 'histogram', 'timer', 'text', 'flag'] as const;
export type MetricKind = (typeof METRIC_KINDS)[number];

/** What stands behind the fields of a stats file for each metric that porthole wrote. */
export interface MetricMeta {
  readonly name: string;
  readonly kind: MetricKind;
  /** `bytes`, `ms`, `s`, `ratio` (0–1), or the noun that is counted (`requests`). */
  readonly unit: string | undefined;
  readonly help: string | undefined;
  /** Of a histogram or timer. */
  readonly bounds?: HistogramBounds;
}

/** Metadata as it was read: of a kind that a later writer may have, only the type of the field is known. */
export interface ReadMeta extends Omit<MetricMeta, 'kind'> {
  readonly kind: MetricKind | undefined;
}

/**
 * The label of the text field that leads to the metadata: `meta at 00032768, …`.
 *
 * The eight digits are the offset of the metadata and fill one aligned word,
 * so that one store moves the pointer when the file grows.
 */
export const META_LABEL = 'org.porthole.meta';
export const META_POINTER_PREFIX = 'meta at ';
export const META_POINTER_SUFFIX = ', one line of JSON a metric (porthole)';

/** One line of the metadata region. */
export function encodeMeta(meta: MetricMeta): string {
  return `${JSON.stringify(meta)}\n`;
}

/**
 * Reads the metadata region up to its first NUL.
 *
 * A line that is not one of ours is passed over: its metric is then shown
 * like any other mmstats field, without unit or help.
 */
export function decodeMeta(text: string): ReadonlyMap<string, ReadMeta> {
  const metas = new Map<string, ReadMeta>();
  const end = text.indexOf('\0');
  for (const value of parseLines((end < 0 ? text : text.slice(0, end)).split('\n'))) {
    const meta = readMeta(value);
    if (meta !== undefined) metas.set(meta.name, meta);
  }
  return metas;
}

// All in one parse, which takes half the time; line by line only when one of them is something else.
function parseLines(lines: readonly string[]): readonly unknown[] {
  const objects = lines.filter((line) => line.startsWith('{'));
  try {
    const values: unknown = JSON.parse(`[${objects.join(',')}]`);
    return Array.isArray(values) ? values : [];
  } catch {
    return objects.flatMap(parseLine);
  }
}

function parseLine(line: string): readonly unknown[] {
  try {
    return [JSON.parse(line)];
  } catch {
    return [];
  }
}

/** The offset in the value of {@link META_LABEL}, or `undefined` when it says something else. */
export function parseMetaPointer(text: string): number | undefined {
  const digits = text.startsWith(META_POINTER_PREFIX) ? text.slice(8, 16) : '';
  return /^\d{8}$/.test(digits) ? Number(digits) : undefined;
}

function readMeta(value: unknown): ReadMeta | undefined {
  if (!isPlainObject(value) || typeof value['name'] !== 'string') return undefined;
  const kind = METRIC_KINDS.find((known) => known === value['kind']);
  const bounds = parseBounds(value['bounds']);
  const meta = { name: value['name'], kind, unit: textOrAbsent(value['unit']), help: textOrAbsent(value['help']) };
  return bounds === undefined ? meta : { ...meta, bounds };
}

function parseBounds(value: unknown): HistogramBounds | undefined {
  if (!isPlainObject(value)) return undefined;
  const { min, max } = value;
  if (typeof min !== 'number' || typeof max !== 'number') return undefined;
  return areHistogramBounds({ min, max }) ? { min, max } : undefined;
}

function textOrAbsent(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
