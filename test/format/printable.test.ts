import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { printable, printableLines, truncate } from '../../src/format/printable.js';

test('an escape sequence arrives as text', () => {
  assert.equal(printable('\x1b[2Jevil\r\n'), '\\x1b[2Jevil\\r\\n');
});

test('text that turns the reading direction arrives as text', () => {
  assert.equal(printable('a\u202eb\u2066'), 'a\\u202eb\\u2066');
});

test('no control character survives', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !/\p{Cc}/u.test(printable(text))));
});

test('lines stay lines', () => {
  assert.equal(printableLines('a\n\tb\x07'), 'a\n    b\\x07');
});

test('a cut text is never longer than its limit and never ends in half a character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 20 }), (text, limit) => {
      const cut = truncate(text, limit);
      return cut.length <= Math.max(limit, 1) && (!text.isWellFormed() || cut.isWellFormed());
    }),
  );
});
