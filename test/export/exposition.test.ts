import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { sampleOfExposition } from '../../src/export/exposition-sample.js';
import { parseExposition } from '../../src/export/parse-exposition.js';
import { parseSample } from '../../src/export/parse-sample.js';
import { formatExposition } from '../../src/export/prometheus.js';
import { sampleJson } from '../../src/export/sample-json.js';
import { TIMER_BOUNDS } from '../../src/format/histogram-buckets.js';
import type { StatsField } from '../../src/format/stats-decode.js';
import { quantileOf } from '../../src/model/quantile.js';
import { fleetSample, literalField, literalSample } from '../support/literal-samples.js';
import { observed } from '../support/observed.js';

const TIMES = { name: 'shop', url: 'http://shop/metrics', atMs: 1, wallMs: 2 };

test('a page of prom-client is read metric by metric', async () => {
  const registry = new Registry();
  const hits = new Counter({
    name: 'hits_total',
    help: 'a "help"\\ with\na line',
    labelNames: ['path'],
    registers: [registry],
  });
  hits.inc({ path: 'a"b\\c\nd}' }, 7);
  new Gauge({ name: 'heap_bytes', help: 'h', registers: [registry] }).set(2 ** 40);
  const fields = fieldsOf(await registry.metrics());
  const hit = fields.find(({ kind }) => kind === 'counter');
  assert.deepEqual(
    [hit?.label, hit?.value, hit?.help],
    ['hits_total{path="a\\"b\\\\c\\nd}"}', 7, 'a "help"\\ with\na line'],
  );
  const heap = fields.find(({ kind }) => kind === 'gauge');
  assert.deepEqual([heap?.label, heap?.value, heap?.unit], ['heap_bytes', 2 ** 40, 'bytes']);
});

test('quantiles of a foreign histogram are those that Prometheus would tell', async () => {
  const registry = new Registry();
  const histogram = new Histogram({ name: 'wait_seconds', help: 'w', buckets: [0.1, 0.2, 0.4], registers: [registry] });
  for (let count = 0; count < 100; count++) histogram.observe(count < 50 ? 0.05 : 0.15);
  const [field] = fieldsOf(await registry.metrics()).filter(({ kind }) => kind === 'histogram');
  assert.ok(field?.histogram !== undefined);
  assert.equal(field.unit, 's');
  // Evenly spread over its bucket, the 75th of a hundred is in the middle of the second.
  const p75 = quantileOf(field.histogram, 0.75) ?? Number.NaN;
  assert.ok(Math.abs(p75 - 0.15) < 0.0015, String(p75));
});

test('OpenMetrics with exemplars, timestamps, special numbers and quoted names is read', () => {
  const { families, wrongLines } = parseExposition(`# TYPE a counter
# UNIT a seconds
a_total{x="1"} 5 1700000000 # {trace="t"} 0.5
a_created{x="1"} 1.7e9
# TYPE b gauge
b NaN
b{y="+"} +Inf
{"c.d",z="2"} 3
this is no metric
e{unclosed="1 2
# EOF
`);
  assert.equal(wrongLines, 2);
  const samples = families.flatMap((family) => family.samples);
  assert.deepEqual(
    samples.map(({ name, value }) => [name, value]),
    [
      ['a_total', 5],
      ['a_created', 1.7e9],
      ['b', Number.NaN],
      ['b', Number.POSITIVE_INFINITY],
      ['c.d', 3],
    ],
  );
  assert.deepEqual(families[0]?.unit, 'seconds');
});

test('what porthole exposes it also reads', () => {
  for (const format of ['openmetrics', 'prometheus'] as const) {
    const { families, wrongLines } = parseExposition(formatExposition(fleetSample(1).targets, format));
    assert.equal(wrongLines, 0);
    assert.ok(families.length > 5);
  }
});

test('a sample goes through JSON whole: large integers, numbers that are none, histograms', () => {
  const fields = [
    literalField('big', 'counter', 2n ** 63n),
    literalField('odd', 'gauge', Number.POSITIVE_INFINITY),
    literalField('digits', 'text', '12345678901234567890'),
    literalField('open', 'flag', true),
    { ...literalField('wait', 'timer', 3, 'ms'), histogram: observed([1, 2, 300], TIMER_BOUNDS) },
  ];
  const sample = literalSample(
    5,
    [{ pid: 7, name: 'api', fields }],
    [{ path: '/x', outcome: 'absent', reason: undefined }],
  );
  assert.deepEqual(parseSample(JSON.parse(JSON.stringify(sampleJson(sample)))), sample);
});

test('what is no sample is none', () => {
  for (const value of [undefined, null, [], {}, { version: 2 }, { version: 1, atMs: 1, wallMs: 1, targets: 3 }]) {
    assert.equal(parseSample(value), undefined);
  }
  const broken = {
    version: 1,
    atMs: 1,
    wallMs: 1,
    targets: [3, { name: 'x' }, { target: { pid: 1 }, name: 'x', state: 'odd' }],
  };
  assert.deepEqual(parseSample(broken)?.targets, []);
});

function fieldsOf(page: string): readonly StatsField[] {
  return sampleOfExposition(page, TIMES)?.targets[0]?.files[0]?.snapshot?.fields ?? [];
}
