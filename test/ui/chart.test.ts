import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { drawTimeAxis, drawValueAxis } from '../../src/ui/draw/axis.js';
import { type ChartColumn, drawChart } from '../../src/ui/draw/chart.js';
import { chartScale } from '../../src/ui/draw/chart-scale.js';
import { drawSparkline } from '../../src/ui/draw/sparkline.js';
import { tickText } from '../../src/ui/draw/tick-text.js';

const anyValue = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }), {
  nil: undefined,
});
const anyColumn = fc.record({ value: anyValue, isRestart: fc.boolean() });

test('a chart is exactly as large as it is to be, whatever the values', () => {
  fc.assert(
    fc.property(
      fc.array(anyColumn),
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 2, max: 20 }),
      (columns, width, rows) => {
        const scale = chartScale(knownValues(columns), rows);
        const lines = drawChart(columns, scale, width, rows);
        assert.deepEqual(
          lines.map((line) => stringWidth(line)),
          Array.from({ length: rows }, () => width),
        );
      },
    ),
  );
});

test('every value lies on its scale', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ noNaN: true, min: -1e12, max: 1e12 }), { minLength: 1 }), (values) => {
      const { lowest, highest } = chartScale(values, 9);
      // What the last digit of a double is worth there: values far from zero that lie as close together have no scale.
      const slack = Math.max((highest - lowest) * 1e-9, 4 * Number.EPSILON * Math.max(...values.map(Math.abs)));
      assert.ok(
        lowest - slack <= Math.min(...values) && Math.max(...values) <= highest + slack,
        `${lowest}–${highest}`,
      );
    }),
  );
});

test('no line is drawn across a gap', () => {
  const columns = [1, 2, undefined, undefined, 2, 1].map((value) => ({ value, isRestart: false }));
  const lines = drawChart(columns, chartScale([1, 2], 3), 6, 3);
  assert.ok(lines.every((line) => line.slice(2, 4) === '  '));
});

test('a restart is marked, and no line drawn to it', () => {
  const columns = [5, 5, 1].map((value, index) => ({ value, isRestart: index === 2 }));
  assert.deepEqual(drawChart(columns, { lowest: 0, highest: 5, step: 5 }, 4, 3), ['──┊ ', '  ┊ ', '  ─ ']);
});

test('the labels of an axis differ, and are as wide as each other', () => {
  const scale = chartScale([1_203_000, 1_203_412], 9);
  const labels = drawValueAxis(scale, 9, 12, tickText(scale.step, scale.highest, 'requests'));
  const texts = labels.filter((label) => label.endsWith('┤'));
  assert.equal(new Set(texts).size, texts.length);
  assert.equal(new Set(labels.map((label) => stringWidth(label))).size, 1);
});

test('bytes have round steps in KiB', () => {
  const scale = chartScale([0, 3 * 2 ** 20], 7, 1024);
  assert.deepEqual(scale, { lowest: 0, highest: 3 * 2 ** 20, step: 2 ** 20 });
  assert.equal(tickText(scale.step, scale.highest, 'bytes')(2 ** 21), '2 MiB');
});

test('each time stands under its column', () => {
  process.env['TZ'] = 'UTC';
  const wallMs = Array.from({ length: 40 }, (_, second) => Date.UTC(2024, 0, 1, 10, 0, second));
  assert.equal(drawTimeAxis(wallMs, 40), '╵10:00:00           ╵10:00:20           ');
});

test('a sparkline has eight levels, and a space for a gap', () => {
  assert.equal(drawSparkline([0, 1, 2, 3, 4, 5, 6, 7], 8), '▁▂▃▄▅▆▇█');
  assert.equal(drawSparkline([1, undefined, 2], 5), '  ▁ █');
  assert.equal(drawSparkline([3, 3, 3], 3), '▁▁▁');
});

function knownValues(columns: readonly ChartColumn[]): readonly number[] {
  return columns.flatMap(({ value }) => (value === undefined ? [] : [value]));
}
