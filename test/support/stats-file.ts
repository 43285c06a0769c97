import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AGENT_FIELDS } from '../../src/format/agent-fields.js';
import {
  encodeMeta,
  META_LABEL,
  META_POINTER_PREFIX,
  META_POINTER_SUFFIX,
  type MetricKind,
} from '../../src/format/metric-meta.js';
import type { StatsValue } from '../../src/format/stats-decode.js';
import { encodeField, encodeText, FIRST_FIELD_OFFSET } from '../../src/format/stats-encode.js';

const HALF_BYTES = 8192;
// More than a field and its line of metadata take in these tests.
const FIELD_BYTES = 320;

/** A field of a stats file; with a kind it is described in the metadata. */
export interface FieldSpec {
  readonly label: string;
  readonly value: StatsValue;
  readonly kind?: MetricKind;
  readonly unit?: string;
  readonly help?: string;
}

/** The bytes of a file as the agent lays it out: integers as counters, texts, and `kind: 'gauge'` as doubles. */
export function buildStatsFile(specs: readonly FieldSpec[]): Buffer {
  const metaOffset = Math.max(HALF_BYTES, specs.length * FIELD_BYTES);
  const bytes = Buffer.alloc(2 * metaOffset);
  const pointer = `${META_POINTER_PREFIX}${String(metaOffset).padStart(8, '0')}${META_POINTER_SUFFIX}`;
  let offset = FIRST_FIELD_OFFSET;
  for (const spec of [{ label: META_LABEL, value: pointer }, ...specs]) {
    const isText = typeof spec.value === 'string';
    const isDouble = 'kind' in spec && spec.kind === 'gauge';
    const field = encodeField(offset, spec.label, isText ? '256s' : isDouble ? 'd' : 'Q');
    bytes.set(field.bytes, offset);
    if (typeof spec.value === 'string') bytes.set(encodeText(spec.value, 256), field.valueOffset);
    else if (isDouble) bytes.writeDoubleLE(Number(spec.value), field.valueOffset);
    else bytes.writeBigUInt64LE(BigInt(spec.value), field.valueOffset);
    offset = field.end;
  }
  const metas = specs.flatMap(({ label, kind, unit, help }) =>
    kind === undefined ? [] : [encodeMeta({ name: label, kind, unit, help })],
  );
  bytes.write(metas.join(''), metaOffset);
  bytes[0] = 1;
  return bytes;
}

/** Writes such a file. @returns its path. */
export function writeStatsFile(folder: string, name: string, specs: readonly FieldSpec[]): string {
  const path = join(folder, name);
  writeFileSync(path, buildStatsFile(specs));
  return path;
}

/** The fields by which a reader knows the agent. */
export function agentFields(options: {
  name: string;
  startTicks?: number | undefined;
  heartbeatMs?: number;
}): readonly FieldSpec[] {
  return [
    { label: AGENT_FIELDS.nodeVersion, value: 'v20.0.0' },
    { label: AGENT_FIELDS.agentVersion, value: '0.1.0' },
    { label: AGENT_FIELDS.programName, value: options.name },
    ...(options.startTicks === undefined ? [] : [{ label: AGENT_FIELDS.startTicks, value: options.startTicks }]),
    { label: AGENT_FIELDS.heartbeat, value: options.heartbeatMs ?? 0, kind: 'gauge', unit: 'ms' },
  ];
}
