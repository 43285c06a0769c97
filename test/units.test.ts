import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatBytes, formatCount, formatDurationMs, formatShort, formatWithUnit } from '../src/units.js';

test('numbers keep three significant digits', () => {
  assert.deepEqual([0, 0.1234, 1.239, 12.39, 123.9, -1.5, 0.0001].map(formatShort), [
    '0',
    '0.123',
    '1.24',
    '12.4',
    '124',
    '-1.5',
    '1e-4',
  ]);
});

test('what is not finite has a name', () => {
  assert.deepEqual([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map(formatCount), [
    'NaN',
    '∞',
    '-∞',
  ]);
});

test('bytes are binary', () => {
  assert.deepEqual([0, 512, 1536, 1023.7, 5 * 2 ** 30].map(formatBytes), ['0 B', '512 B', '1.5 KiB', '1 KiB', '5 GiB']);
});

test('counts are decimal', () => {
  assert.deepEqual([950, 999.7, 12_345, 1_234_567].map(formatCount), ['950', '1k', '12.3k', '1.23M']);
});

test('durations name their two largest parts', () => {
  const durations = [0, 0.45, 12.34, 1250, 61_000, 3_700_000, 90_000_000];
  assert.deepEqual(durations.map(formatDurationMs), ['0 ms', '450 µs', '12.3 ms', '1.25 s', '1m01s', '1h01m', '1d01h']);
});

test('a unit decides the form', () => {
  assert.deepEqual(
    [
      formatWithUnit(2048, 'bytes'),
      formatWithUnit(0.5, 'ratio'),
      formatWithUnit(2, 's'),
      formatWithUnit(2, 'requests'),
    ],
    ['2 KiB', '50%', '2 s', '2'],
  );
});
