import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matchesMetric, parseMetricName, parseMetricPattern } from '../../src/model/metric-pattern.js';

function isChosen(pattern: string, metric: string): boolean {
  return matchesMetric(parseMetricPattern(pattern), metric);
}

test('a name chooses itself, with any labels', () => {
  assert.ok(isChosen('http.requests', 'http.requests'));
  assert.ok(isChosen('http.requests', 'http.requests{status="200"}'));
  assert.ok(!isChosen('http.requests', 'http.requests.total'));
});

test('a glob chooses names', () => {
  assert.ok(isChosen('http.*', 'http.requests{status="200"}'));
  assert.ok(!isChosen('http.*', 'nodejs.gc.count'));
});

test('labels in braces have to match as well', () => {
  assert.ok(isChosen('http.requests{status="5*"}', 'http.requests{method="GET",status="503"}'));
  assert.ok(!isChosen('http.requests{status="5*"}', 'http.requests{method="GET",status="200"}'));
  assert.ok(!isChosen('http.requests{status="5*"}', 'http.requests'));
  assert.ok(isChosen('*{method!="GET", status="200"}', 'http.requests{method="PUT",status="200"}'));
});

test('braces that hold no labels are wrong usage', () => {
  assert.throws(() => parseMetricPattern('http{status=500}'), { code: 'wrong-usage' });
  assert.throws(() => parseMetricPattern('http{status="500"'), { code: 'wrong-usage' });
});

test('a label may hold quotes, commas and braces', () => {
  const { name, labels } = parseMetricName('a{path="/x,{y}",said="\\"no\\"\\n"}');
  assert.equal(name, 'a');
  assert.deepEqual(
    [...labels],
    [
      ['path', '/x,{y}'],
      ['said', '"no"\n'],
    ],
  );
});

test('the name of a neighbour may have braces that mean nothing', () => {
  assert.deepEqual(parseMetricName('a{b}').name, 'a{b}');
  assert.ok(isChosen('a*', 'a{b}'));
});
