import assert from 'node:assert/strict';
import { test } from 'node:test';
import { threadRegistry } from '../../src/agent/registry.js';
import { AGENT_FIELDS } from '../../src/format/agent-fields.js';
import { counter, gauge, text } from '../../src/index.js';

test('metrics work without the agent', () => {
  counter('without.agent').inc();
  counter('without.agent').inc(41);
  assert.equal(counter('without.agent').value, 42);
});

test('a gauge goes up and down', () => {
  const level = gauge('level');
  level.set(10.5);
  level.inc();
  level.dec(2);
  assert.equal(level.value, 9.5);
});

test('a text is cut at the border of a character', () => {
  const note = text('note', { size: 8 });
  note.set('aaaaaaa€');
  assert.equal(note.value, 'aaaaaaa');
});

test('a shorter text leaves nothing of the longer one before it', () => {
  const note = text('note.shorter');
  note.set('a long text');
  note.set('short');
  assert.equal(note.value, 'short');
});

test('one name is one kind of metric', () => {
  counter('of.one.kind');
  assert.throws(() => gauge('of.one.kind'), { code: 'kind-mismatch' });
});

for (const name of ['', 'two words', 'tab\t', 'nul\0', 'a{b}', 'quote"', 'x'.repeat(256), 'sys.pid', '\u202e']) {
  test(`the name ${JSON.stringify(name).slice(0, 20)} is refused`, () => {
    assert.throws(() => counter(name), { code: 'invalid-name' });
  });
}

test('steps that a counter cannot take are counted as dropped, and never throw', () => {
  const dropped = threadRegistry().counter(AGENT_FIELDS.dropped);
  const before = dropped.value;
  const steps: readonly unknown[] = [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, '1', 1n, null, Symbol('step')];
  const stepped: { inc(step: unknown): void } = counter('stepped');
  for (const step of steps) stepped.inc(step);
  assert.deepEqual([counter('stepped').value, dropped.value - before], [0, steps.length]);
});

test('a gauge keeps its value when it is set to what is no number', () => {
  const level = gauge('level.kept');
  level.set(3);
  level.set(Number.NaN);
  assert.equal(level.value, 3);
});
