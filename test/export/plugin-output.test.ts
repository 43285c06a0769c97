import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatPluginLine, formatUnknownLine } from '../../src/export/plugin-output.js';
import { parseAlertRange } from '../../src/model/threshold.js';

const THRESHOLDS = { warning: parseAlertRange('10'), critical: parseAlertRange('50') };
const NONE = { warning: undefined, critical: undefined };

function lineOf(value: number | bigint | undefined): string {
  return formatPluginLine([{ label: 'v', value, unit: 'ms' }], NONE);
}

test('the line is that of the contract', () => {
  assert.equal(
    formatPluginLine([{ label: 'http.errors', value: 3, unit: undefined, min: 0 }], THRESHOLDS),
    "PORTHOLE OK - http.errors=3 | 'http.errors'=3;10;50;0;\n",
  );
});

test('units stand behind the value as the guidelines name them, and nouns do not', () => {
  const values = ['bytes', 'ms', 's', 'jobs'].map((unit) => ({ label: unit, value: 1, unit }));
  assert.equal(
    formatPluginLine(values, NONE),
    "PORTHOLE OK - bytes=1B, ms=1ms, s=1s, jobs=1 | 'bytes'=1B;;;; 'ms'=1ms;;;; 's'=1s;;;; 'jobs'=1;;;;\n",
  );
});

test('the worst of several is the state and comes first', () => {
  const values = [1, 60, 20].map((value) => ({ label: `v${value}`, value, unit: undefined }));
  assert.match(
    formatPluginLine(values, THRESHOLDS),
    /^PORTHOLE CRITICAL - v60=60 \(alerts by 50\), v20=20 \(alerts by 10\), v1=1 \| 'v1'=1;/,
  );
});

test('a number has digits, a sign and a point, and one that is not known is U', () => {
  assert.match(lineOf(1e21), /'v'=1000000000000000000000ms;/);
  assert.match(lineOf(1e-9), /'v'=0(\.0+)?ms;/);
  assert.match(lineOf(-2.5), /'v'=-2\.5ms;/);
  assert.match(lineOf(2n ** 64n), /'v'=18446744073709551616ms;/);
  assert.equal(lineOf(Number.NaN), "PORTHOLE UNKNOWN - v=unknown | 'v'=U;;;;\n");
  assert.equal(lineOf(undefined), "PORTHOLE UNKNOWN - v=unknown | 'v'=U;;;;\n");
});

test('no name breaks the line or its performance data', () => {
  const label = `a|b\n{x="it's"}`;
  assert.equal(
    formatPluginLine([{ label, value: 1, unit: undefined }], NONE),
    `PORTHOLE OK - a/b\\n{x="it's"}=1 | 'a/b\\n{x:"it''s"}'=1;;;;\n`,
  );
  assert.equal(formatUnknownLine('a | b\nc'), 'PORTHOLE UNKNOWN - a / b\\nc\n');
});

test('many values are counted, and none is missing in the performance data', () => {
  const values = Array.from({ length: 12 }, (_, index) => ({ label: `v${index}`, value: 1, unit: undefined }));
  const line = formatPluginLine(values, NONE);
  assert.match(line, /, and 2 more \| /);
  assert.equal(line.match(/'v\d+'=1;/g)?.length, 12);
});
