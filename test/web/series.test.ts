import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Point } from '../../src/model/series.js';
import { seriesMessage, wirePoints } from '../../src/web/series.js';

const WALL_MS = 1_700_000_000_000;

test('a gap is null, a restart is told, and lines of one graph share their moments', () => {
  const p50 = [point(0, 1), point(1, undefined), point(2, 3, true)];
  const rate = [point(1, 5), point(2, Number.NaN)];
  const graph = { series: [{ name: 'p50' as const, points: p50 }], rate: { points: rate } };
  assert.deepEqual(wirePoints(graph), {
    points: [
      [WALL_MS, 1, null],
      [WALL_MS + 1000, null, 5],
      [WALL_MS + 2000, 3, null],
    ],
    restarts: [WALL_MS + 2000],
  });
});

test('a counter is told as a rate, and a gauge as a value', () => {
  const graph = { series: [{ name: undefined, points: [point(0, 1)] }], rate: undefined };
  const namesOf = (kind: 'counter' | 'gauge'): readonly string[] =>
    seriesMessage({
      metric: { label: 'hits', kind, unit: undefined, help: undefined },
      owner: 'api',
      aggregate: undefined,
      graph,
    }).names;
  assert.deepEqual([namesOf('counter'), namesOf('gauge')], [['rate'], ['value']]);
});

function point(second: number, value: number | undefined, isRestart = false): Point {
  return { atMs: second * 1000, wallMs: WALL_MS + second * 1000, isRestart, value };
}
