import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { encodeFrame, encodeHeader, HEADER_BYTES } from '../../src/format/recording/frame.js';
import { RecordingDecoder } from '../../src/format/recording/recording-decoder.js';
import { RecordingEncoder } from '../../src/format/recording/recording-encoder.js';
import type { RecordedItem } from '../../src/format/recording/records.js';
import type { Sample } from '../../src/format/sample.js';
import { arbitrarySample } from '../support/arbitrary-samples.js';
import { fleetSample, literalDump } from '../support/literal-samples.js';

const SESSION = { hostName: 'web-1', userName: 'ada', startedWallMs: 1000, intervalMs: 1000, portholeVersion: '0.1.0' };

function encode(samples: readonly Sample[]): readonly Uint8Array[] {
  const encoder = new RecordingEncoder();
  return [encodeHeader(), encoder.session(SESSION), ...samples.map((sample) => encoder.sample(sample)), encoder.end(9)];
}

function decode(bytes: Uint8Array, pieceBytes = bytes.length || 1): readonly RecordedItem[] {
  const decoder = new RecordingDecoder();
  const pieces = Array.from({ length: Math.ceil(bytes.length / pieceBytes) }, (_, index) =>
    bytes.subarray(index * pieceBytes, (index + 1) * pieceBytes),
  );
  return [...pieces.flatMap((piece) => decoder.push(piece)), ...decoder.end()];
}

function samplesOf(items: readonly RecordedItem[]): readonly Sample[] {
  return items.flatMap((item) => (item.type === 'sample' ? [item.sample] : []));
}

const fleet = Array.from({ length: 130 }, (_, second) => fleetSample(second));
const recorded = Buffer.concat(encode(fleet));

test('every sample that is recorded is read back as it was, in pieces of any size', () => {
  fc.assert(
    fc.property(
      fc.array(arbitrarySample, { maxLength: 6 }),
      fc.integer({ min: 1, max: 500 }),
      (samples, pieceBytes) => {
        const items = decode(Buffer.concat(encode(samples)), pieceBytes);
        assert.deepEqual(samplesOf(items), samples);
        assert.deepEqual(
          [items[0], items.at(-1)],
          [
            { type: 'session', session: SESSION },
            { type: 'end', wallMs: 9 },
          ],
        );
      },
    ),
    { numRuns: 500 },
  );
});

test('a recording that is cut at any byte yields the samples before the cut, and says that it was cut', () => {
  const bytes = Buffer.concat(encode(fleet.slice(0, 6)));
  for (let cut = 0; cut < bytes.length; cut++) {
    const items = decode(bytes.subarray(0, cut));
    const read = samplesOf(items);
    assert.deepEqual(read, fleet.slice(0, read.length), `cut at ${cut}`);
    assert.ok(['session', 'sample', 'cutOff', 'unreadable', undefined].includes(items.at(-1)?.type), `cut at ${cut}`);
  }
  assert.deepEqual(decode(bytes.subarray(0, bytes.length - 1)).at(-1), {
    type: 'cutOff',
    afterWallMs: fleet[5]?.wallMs,
  });
});

test('a damaged byte costs the samples up to the next whole one, and what is read is what was recorded', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: HEADER_BYTES, max: recorded.length - 1 }),
      fc.integer({ min: 1, max: 255 }),
      (at, flip) => {
        const damaged = Buffer.from(recorded);
        damaged[at] = (damaged[at] ?? 0) ^ flip;
        const items = decode(damaged, 10_000);
        const known = new Map(fleet.map((sample) => [sample.atMs, sample]));
        const read = samplesOf(items);
        assert.ok(read.length >= fleet.length - 60, `${read.length} samples`);
        for (const sample of read) assert.deepEqual(sample, known.get(sample.atMs));
        assert.ok(items.some(({ type }) => type === 'lost' || type === 'cutOff'));
      },
    ),
    { numRuns: 60 },
  );
});

test('a record that is missing altogether is not passed over unseen', () => {
  const pieces = encode(fleet.slice(0, 100));
  const read = samplesOf(decode(Buffer.concat(pieces.toSpliced(10, 1))));
  assert.deepEqual(read, [...fleet.slice(0, 8), ...fleet.slice(60, 100)]);
});

test('a second session behind one that was cut off is read', () => {
  const items = decode(Buffer.concat([recorded.subarray(0, 5000), ...encode(fleet.slice(0, 3)).slice(1)]));
  assert.deepEqual(samplesOf(items).slice(-3), fleet.slice(0, 3));
  assert.equal(items.filter(({ type }) => type === 'session').length, 2);
  assert.equal(items.filter(({ type }) => type === 'lost').length, 1);
});

test('two recordings, one put behind the other, are one', () => {
  const items = decode(Buffer.concat([recorded, recorded]));
  assert.equal(samplesOf(items).length, 260);
  assert.equal(
    items.some(({ type }) => type === 'lost'),
    false,
  );
});

test('dumps, stalls and ends come between the samples, and records of an unknown type are passed over', () => {
  const encoder = new RecordingEncoder();
  const dump = {
    atMs: 5,
    wallMs: 6,
    target: { pid: 4150, startTicks: 77 },
    name: 'worker',
    answer: { dump: literalDump },
  };
  const failed = { ...dump, answer: { failure: 'no answer in 2 s' } };
  const report = { version: 1, pid: 7, name: 'api', startTicks: 3, capturedWallMs: 1, thresholdMs: 200 } as const;
  const stalls = { atMs: 5, wallMs: 6, report: { ...report, count: 0, longestMs: 0, stalls: [] } };
  const unknown = encodeFrame(99, Buffer.from('of a later porthole')).bytes;
  const [first, second] = fleet;
  assert.ok(first !== undefined && second !== undefined);
  const bytes = [encodeHeader(), encoder.sample(first), unknown, encoder.dump(dump), encoder.dump(failed)];
  const items = decode(Buffer.concat([...bytes, encoder.stalls(stalls), encoder.sample(second)]));
  assert.deepEqual(items, [
    { type: 'sample', sample: first },
    { type: 'dump', dump },
    { type: 'dump', dump: failed },
    { type: 'stalls', stalls },
    { type: 'sample', sample: second },
  ]);
});

function reasonOf(bytes: Uint8Array): string {
  const [item, ...more] = decode(bytes, 3);
  assert.deepEqual(more, []);
  return item?.type === 'unreadable' ? item.reason : '';
}

test('something else, nothing at all, and a version of the future are told in one line', () => {
  assert.match(reasonOf(Buffer.from('{"version":1}')), /no recording/);
  assert.match(reasonOf(Buffer.alloc(0)), /empty/);
  assert.match(reasonOf(Buffer.concat([encodeHeader().subarray(0, HEADER_BYTES - 1), Buffer.of(7)])), /version 7/);
});

test('any bytes behind a header, also with right checksums, are read without an error', () => {
  const samples = fc.array(fc.tuple(fc.constantFrom(1, 2, 3, 4, 5, 6), fc.uint8Array({ maxLength: 40 })));
  fc.assert(
    fc.property(samples, fc.uint8Array(), (records, garbage) => {
      const frames = records.map(([type, payload]) => encodeFrame(type, payload).bytes);
      assert.deepEqual(samplesOf(decode(Buffer.concat([encodeHeader(), garbage, ...frames]))), []);
    }),
    { numRuns: 500 },
  );
});

test('a process of which nothing changes takes a byte a sample', () => {
  const encoder = new RecordingEncoder();
  const at = (second: number): Sample => ({ ...(fleet[0] as Sample), atMs: second * 1000, wallMs: second * 1000 });
  encoder.sample(at(0));
  assert.ok(encoder.sample(at(1)).length <= 12 + 8 + (fleet[0]?.targets.length ?? 0));
});
