import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { StatsField } from '../../src/format/stats-decode.js';
import { StatsReader } from '../../src/source/read-stats.js';
import { skipWithoutPython, startPython } from '../support/python.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { READ_COUNT } from './read-count.js';

const PAIRS = 100;
const HALF = 0xffff_ffffn;
const LEVELS: ReadonlySet<unknown> = new Set([Math.PI, -2.5e100, 1e-200]);

test('we read no torn value and none that goes back from double buffers that Python writes', {
  skip: skipWithoutPython,
}, async (t) => {
  const path = join(temporaryFolder(t), 'peer-1-1.mmstats');
  const writer = startPython(t, 'write_at_full_speed', [path, String(PAIRS)]);
  await writer.line('READY');
  const reader = new StatsReader(path);
  const last = new Map<string, bigint>();
  let [reads, changes] = [0, 0];
  while (reads < READ_COUNT || changes === 0) {
    const { file } = reader.read();
    assert.equal(file.reason, undefined);
    const fields = file.snapshot?.fields ?? [];
    assert.equal(fields.length, PAIRS + 2);
    for (const field of fields) {
      const before = last.get(field.label) ?? 0n;
      const value = checkField(field, before);
      if (value > before) changes++;
      last.set(field.label, value);
    }
    reads += fields.length;
  }
  t.diagnostic(`${reads} reads, ${changes} of a value that had changed`);
});

test('an array that Python wrote reads as its first element', { skip: skipWithoutPython }, async (t) => {
  const path = join(temporaryFolder(t), 'peer-1-1.mmstats');
  await startPython(t, 'write_at_full_speed', [path, '1']).line('READY');
  const fields = new StatsReader(path).read().file.snapshot?.fields ?? [];
  assert.equal(fields.find(({ label }) => label === 'array')?.value, 7);
});

/** Fails for a value that was never written whole. @returns a counter's value, else 0. */
function checkField({ label, value, kind }: StatsField, before: bigint): bigint {
  if (label === 'level') assert.ok(LEVELS.has(value), `level is ${String(value)}`);
  if (kind !== 'counter') return 0n;
  const pair = BigInt(value);
  if (pair >> 32n !== (pair & HALF)) assert.fail(`${label} is torn: ${pair.toString(16)}`);
  if (pair < before) assert.fail(`${label} went back from ${before} to ${pair}`);
  return pair;
}
