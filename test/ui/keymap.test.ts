import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatKeyTable } from '../../src/ui/key-text.js';
import { KEY_TABLE } from '../../src/ui/keymap.js';

test('no key means two things in one place', () => {
  const meanings = KEY_TABLE.flatMap(({ keys, contexts }) =>
    keys.flatMap((key) => contexts.map((context) => `${key} in ${context}`)),
  );
  assert.deepEqual(
    meanings.filter((meaning, index) => meanings.indexOf(meaning) !== index),
    [],
  );
});

test('a hint shows a key in brackets', () => {
  for (const { hint } of KEY_TABLE) if (hint !== undefined) assert.match(hint, /^\[.+\]\w+$/);
});

test('the table for the README has a line for each line of the key table', () => {
  const lines = formatKeyTable().trimEnd().split('\n');
  assert.equal(lines.length, KEY_TABLE.length + 2);
  assert.ok(lines.some((line) => /^\| `q` `Ctrl-C` +\| quit +\|$/.test(line)));
});
