import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeMeta, encodeMeta, METRIC_KINDS, type MetricMeta } from '../../src/format/metric-meta.js';
import { decodeStats, type StatsValue } from '../../src/format/stats-decode.js';
import { encodeField, encodeText, FIRST_FIELD_OFFSET, type FieldType } from '../../src/format/stats-encode.js';
import { decodeLayout, STATS_VERSION } from '../../src/format/stats-layout.js';

interface Field {
  readonly label: string;
  readonly type: FieldType;
  readonly value: StatsValue;
}

const label = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }).filter((text) => !text.includes('\ufffd'));
const field: fc.Arbitrary<Field> = fc.oneof(
  fc.record({ label, type: fc.constant('Q' as const), value: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }) }),
  fc.record({ label, type: fc.constant('d' as const), value: fc.double() }),
  fc.record({
    label,
    type: fc.integer({ min: 1, max: 300 }).map((size): FieldType => `${size}s`),
    value: fc.string({ unit: 'grapheme-ascii' }).filter((text) => !text.includes('\0')),
  }),
);

test('every field that is written is read back', () => {
  fc.assert(
    fc.property(fc.array(field, { maxLength: 20 }), (fields) => {
      const read = decodeStats(encodeFile(fields));
      assert.equal(read.brokenReason, undefined);
      assert.deepEqual(
        read.fields.map(({ label: name, value }) => [name, value]),
        fields.map((written) => [written.label, asRead(written)]),
      );
    }),
  );
});

test('every value stands on 8 bytes and every later field starts on 8', () => {
  fc.assert(
    fc.property(fc.array(field, { minLength: 1, maxLength: 20 }), (fields) => {
      for (const { bufferOffset, end, isBuffered } of decodeLayout(encodeFile(fields)).fields) {
        assert.deepEqual([(bufferOffset + 1) % 8, end % 8, isBuffered], [0, 0, false]);
      }
    }),
  );
});

test('a file cut anywhere yields the fields before the cut', () => {
  fc.assert(
    fc.property(fc.array(field, { minLength: 1, maxLength: 8 }), fc.nat(), (fields, seed) => {
      const bytes = encodeFile(fields);
      const cut = seed % bytes.length;
      const whole = decodeStats(bytes).fields;
      const read = decodeStats(bytes.subarray(0, cut)).fields;
      assert.deepEqual(read, whole.slice(0, read.length));
    }),
  );
});

test('garbage is never more than a reason', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), (garbage, hasVersion) => {
      if (hasVersion && garbage.length > 0) garbage[0] = STATS_VERSION;
      const { fields, brokenReason } = decodeStats(garbage);
      assert.ok(fields.length > 0 || brokenReason !== undefined || garbage[0] === STATS_VERSION);
    }),
    { numRuns: 2000 },
  );
});

test('metadata that is written is read back, up to the first NUL', () => {
  const meta: fc.Arbitrary<MetricMeta> = fc.record(
    {
      name: label,
      kind: fc.constantFrom(...METRIC_KINDS),
      unit: fc.option(fc.string(), { nil: undefined }),
      help: fc.option(fc.string({ unit: 'grapheme' }), { nil: undefined }),
    },
    { noNullPrototype: true },
  );
  fc.assert(
    fc.property(fc.uniqueArray(meta, { selector: (one) => one.name }), (metas) => {
      const region = `${metas.map(encodeMeta).join('')}\0{"name":"stale","kind":"gauge"}`;
      assert.deepEqual([...decodeMeta(region).values()], metas);
    }),
  );
});

function encodeFile(fields: readonly Field[]): Uint8Array {
  const file = new Uint8Array(1 + fields.reduce((size, one) => size + one.label.length * 4 + 700, 16));
  const view = new DataView(file.buffer);
  file[0] = STATS_VERSION;
  let offset = FIRST_FIELD_OFFSET;
  for (const { label: name, type, value } of fields) {
    const encoded = encodeField(offset, name, type);
    file.set(encoded.bytes, offset);
    if (typeof value === 'bigint') view.setBigUint64(encoded.valueOffset, value, true);
    else if (typeof value === 'number') view.setFloat64(encoded.valueOffset, value, true);
    else file.set(encodeText(String(value), encoded.end - encoded.valueOffset), encoded.valueOffset);
    offset = encoded.end;
  }
  return file;
}

function asRead({ type, value }: Field): StatsValue {
  if (typeof value === 'string') return value.slice(0, Math.ceil(Number.parseInt(type, 10) / 8) * 8);
  return typeof value === 'bigint' && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}
