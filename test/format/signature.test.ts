import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseSignature } from '../../src/format/signature.js';
import { skipWithoutPython } from '../support/python.js';

test('a padded signature is the signature', () => {
  assert.deepEqual(parseSignature('       Q'), parseSignature('Q'));
});

test('an array is read by its first element and its whole size', () => {
  assert.deepEqual(parseSignature('16Q'), { letter: 'Q', count: 16, size: 128, isLittleEndian: true });
});

test('what is no format has no type', () => {
  for (const text of ['', ' ', 'y', '3', '99999999999Q', '0s', 'x', 'Q;', '\0']) {
    assert.equal(parseSignature(text), undefined, JSON.stringify(text));
  }
});

test('sizes are those of Python', { skip: skipWithoutPython }, () => {
  const item = fc
    .tuple(fc.constantFrom('', '1', '3', '12'), fc.constantFrom(...'cbB?hHiIlLqQefdsp'.split('')))
    .map(([count, letter]) => `${count}${letter}`);
  const signature = fc
    .tuple(fc.constantFrom('', ' ', '@', '<', '>', '=', '!'), fc.array(item, { minLength: 1, maxLength: 4 }))
    .map(([order, items]) => `${order}${items.join(' ')}`);
  const signatures = fc.sample(signature, { numRuns: 500, seed: 1 });
  const program = 'import json, struct, sys; print(json.dumps([struct.calcsize(s) for s in json.load(sys.stdin)]))';
  const sizes = JSON.parse(execFileSync('python3', ['-c', program], { input: JSON.stringify(signatures) }).toString());
  assert.deepEqual(
    signatures.map((text) => [text, parseSignature(text)?.size]),
    signatures.map((text, index) => [text, sizes[index]]),
  );
});
