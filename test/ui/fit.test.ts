import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { fit, fitEnd, shorten, widthOf } from '../../src/ui/draw/fit.js';
import { wrap } from '../../src/ui/draw/wrap.js';

const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.string());
// Characters that move the cursor, start a sequence or reorder text.
const UNSAFE = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u;

test('a cell is exactly as wide as it is to be, whatever is in it', () => {
  fc.assert(
    fc.property(anyText, fc.integer({ min: 0, max: 60 }), fc.boolean(), (text, width, isRight) => {
      assert.equal(stringWidth(fit(text, width, isRight ? 'right' : 'left')), width);
    }),
    { numRuns: 2000 },
  );
});

test('a letter that joins what follows does not take the padding', () => {
  assert.equal(stringWidth(fit('\u{1193f}', 2)), 2);
});

test('nothing in a cell can act on the terminal', () => {
  fc.assert(fc.property(anyText, (text) => assert.doesNotMatch(fit(text, 40), UNSAFE)));
});

test('a text that is short enough is not cut', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const width = widthOf(text);
      assert.equal(widthOf(fit(text, width)), width);
      assert.equal(shorten(text, width), fit(text, width));
    }),
  );
});

test('a text that is too long ends in an ellipsis', () => {
  assert.equal(fit('http.requests', 6), 'http.…');
  assert.equal(fit('漢字漢字', 6), '漢字… ');
  assert.equal(fit('漢字漢', 6), '漢字漢');
});

test('a control character of another process is shown, not obeyed', () => {
  assert.equal(fit('a\x1b[2Jb', 12), 'a\\x1b[2Jb   ');
});

test('joined emoji are drawn by their first, since terminals disagree about the rest', () => {
  assert.equal(fit('👩‍👩‍👧 x', 6), '👩 x  ');
  assert.equal(fit('🇩🇪', 4), 'DE  ');
});

test('of a path that is too long the end is kept', () => {
  assert.equal(fitEnd('/srv/shop/lib/images.js:31', 14), '…/images.js:31');
  assert.equal(fitEnd('/srv/a.js', 12), '/srv/a.js   ');
  assert.equal(fitEnd('/日本語/日本語.js:1', 12), '…日本語.js:1');
  assert.equal(widthOf(fitEnd('/srv/\x1b[2J/日本語/a.js', 9)), 9);
});

test('a text is wrapped at spaces, with an indent, and a long word stays whole', () => {
  assert.deepEqual(wrap('  Tab    to the next pane of all', 16, 9), [
    '  Tab    to the',
    '         next',
    '         pane of',
    '         all',
  ]);
  assert.deepEqual(wrap('漢字漢字 漢字', 10), ['漢字漢字', '漢字']);
  assert.deepEqual(wrap('/a/very/long/path: no', 8, 1), ['/a/very/long/path:', ' no']);
  assert.deepEqual(wrap('', 8), ['']);
});
