import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasParts, previewParts } from '../../src/model/preview-parts.js';

function partsOf(value: string): Readonly<Record<string, string>> {
  return Object.fromEntries(previewParts(value).map((part) => [part.name, part.value]));
}

test('an object’s preview is taken apart into its properties', () => {
  assert.deepEqual(partsOf("{id: 7, kind: 'a, b: c', price: Object}"), { id: '7', kind: "'a, b: c'", price: 'Object' });
  assert.deepEqual(partsOf('Shop {open: true, seal: Symbol(x)}'), { open: 'true', seal: 'Symbol(x)' });
});

test('a list’s preview is taken apart into its elements, by their numbers', () => {
  assert.deepEqual(partsOf("Array(3) ['x: y', Object, 3]"), { 0: "'x: y'", 1: 'Object', 2: '3' });
  assert.deepEqual(partsOf('Uint8Array(2) [0, 1]'), { 0: '0', 1: '1' });
  assert.deepEqual(partsOf('[] (0 elements)'), {});
});

test('the entries of a map and the members of a set are told', () => {
  assert.deepEqual(partsOf("Map(2) {'a' => 1, b => Object}"), { "'a'": '1', b: 'Object' });
  assert.deepEqual(
    previewParts('Set(2) {1, 2}').map(({ value }) => value),
    ['1', '2'],
  );
});

test('what is cut off is said, and a remark is no part', () => {
  assert.deepEqual(partsOf('{a: 1, …}'), { a: '1', '…': 'more, that the dump does not have' });
  assert.deepEqual(partsOf('Map(2) {0 => 0, 1 => 1} (1000000 entries)'), { 0: '0', 1: '1' });
  assert.deepEqual(partsOf("{a: 1, name: 'cut off he…"), { a: '1', name: "'cut off he…" });
});

test('plain values, empty ones and what was not read have no parts', () => {
  const plain = [
    "'{a: 1}'",
    '7',
    'undefined',
    '{}',
    '[]',
    '[redacted]',
    '[getter]',
    '[function]',
    '/[a-z]{2}/',
    'Shop {}',
  ];
  for (const value of plain) assert.equal(hasParts(value), false, value);
});
