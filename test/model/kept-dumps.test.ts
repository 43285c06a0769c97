import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  dumpAt,
  dumpsOf,
  type KeptDumps,
  keepDump,
  MAX_DUMP_BYTES,
  MAX_DUMPS,
  MAX_DUMPS_OF_ONE,
  neighbourDump,
} from '../../src/model/kept-dumps.js';

function keep(kept: KeptDumps, processKey: string, atMs: number, dump = `at ${atMs}`): KeptDumps {
  return keepDump(kept, { processKey, pid: 7, name: 'api', atMs, wallMs: atMs, dump });
}

function keepMany(count: number, processKeyOf: (index: number) => string): KeptDumps {
  return Array.from({ length: count }).reduce<KeptDumps>((kept, _, at) => keep(kept, processKeyOf(at), at), []);
}

test('dumps are kept newest first, each under its process', () => {
  const kept = keepMany(6, (at) => (at % 2 === 0 ? 'even' : 'odd'));
  assert.deepEqual(
    dumpsOf(kept, 'even').map(({ atMs }) => atMs),
    [4, 2, 0],
  );
});

test('the dump of a moment is the last that had been taken then', () => {
  const kept = keep(keep(keep([], 'api', 1000), 'other', 2000), 'api', 3000);
  const at = (ms: number): number | undefined => dumpAt(kept, 'api', ms)?.atMs;
  assert.deepEqual([999, 1000, 2999, 3000, 9000].map(at), [undefined, 1000, 1000, 3000, 3000]);
});

test('from one dump one steps to the older and the newer of the same process, and to nothing at the ends', () => {
  const kept = keep(keep(keep([], 'api', 1), 'other', 2), 'api', 3);
  const [newer, , older] = kept;
  assert.ok(newer !== undefined && older !== undefined);
  assert.equal(neighbourDump(kept, newer, -1), older);
  assert.equal(neighbourDump(kept, older, 1), newer);
  assert.deepEqual([neighbourDump(kept, newer, 1), neighbourDump(kept, older, -1)], [undefined, undefined]);
});

test('of one process, of all, and in bytes only so many are kept: the oldest go', () => {
  assert.equal(keepMany(MAX_DUMPS_OF_ONE + 5, () => 'api').length, MAX_DUMPS_OF_ONE);
  const all = keepMany(MAX_DUMPS + 5, (at) => `process ${at}`);
  assert.deepEqual([all.length, all.at(-1)?.atMs], [MAX_DUMPS, 5]);
  const third = 'x'.repeat(MAX_DUMP_BYTES / 3);
  const large = [1, 2, 3, 4].reduce<KeptDumps>((kept, at) => keep(kept, 'api', at, third), []);
  assert.deepEqual(
    large.map(({ atMs }) => atMs),
    [4, 3, 2],
  );
});

test('the newest dump is kept whatever its size', () => {
  const kept = keep(keep([], 'api', 1), 'api', 2, 'x'.repeat(MAX_DUMP_BYTES + 1));
  assert.deepEqual(
    kept.map(({ atMs }) => atMs),
    [2],
  );
});
