import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isGlob, matchesGlob } from '../src/glob.js';

test('a pattern without a sign is matched by itself only', () => {
  assert.ok(matchesGlob('api', 'api'));
  assert.ok(!matchesGlob('api', 'api2'));
  assert.ok(!matchesGlob('api', 'my-api'));
});

test('a star stands for any characters, a question mark for one, brackets for one of a set', () => {
  assert.ok(matchesGlob('api*', 'api'));
  assert.ok(matchesGlob('*.requests', 'http.requests'));
  assert.ok(matchesGlob('a?c', 'a❤c'));
  assert.ok(matchesGlob('worker-[0-3]', 'worker-2'));
  assert.ok(!matchesGlob('worker-[!0-3]', 'worker-2'));
});

test('a bracket that is not closed is itself', () => {
  assert.ok(matchesGlob('a[b', 'a[b'));
  assert.ok(matchesGlob('[]', '[]'));
});

test('only texts with a sign are patterns', () => {
  assert.ok(isGlob('api*'));
  assert.ok(!isGlob('http.requests'));
});

test('a pattern of many stars is answered at once', () => {
  assert.ok(!matchesGlob('*a'.repeat(30), 'a'.repeat(29)));
  assert.ok(!matchesGlob(`${'a*'.repeat(50)}b`, 'a'.repeat(5000)));
});

test('a pattern matches what the regular expression of the same meaning matches', () => {
  const part = fc.constantFrom('a', 'b', '.', '*', '?', '[ab]', '[!a]', '[a-c]');
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '.'), maxLength: 10 });
  const meanings: Readonly<Record<string, string>> = { '*': '.*', '?': '.', '.': '\\.', '[!a]': '[^a]' };
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), text, (parts, subject) => {
      const expression = new RegExp(`^${parts.map((one) => meanings[one] ?? one).join('')}$`, 's');
      assert.equal(matchesGlob(parts.join(''), subject), expression.test(subject));
    }),
  );
});
