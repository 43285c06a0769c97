import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isAlert, parseAlertRange } from '../../src/model/threshold.js';

const INF = Number.POSITIVE_INFINITY;

/** The table of the Monitoring Plugins guidelines: a range, values that alert, values that do not. */
const TABLE: readonly (readonly [string, readonly number[], readonly number[]])[] = [
  ['10', [-1, 10.01, INF], [0, 5, 10]],
  ['10:', [9.99, -INF], [10, INF]],
  ['~:10', [10.01], [10, -INF]],
  ['10:20', [9, 21], [10, 15, 20]],
  ['@10:20', [10, 15, 20], [9.9, 20.1]],
  ['@~:0', [0, -5], [1]],
  ['@5', [0, 5], [-1, 6]],
  ['-5:5', [-6, 6], [-5, 5]],
  ['-20:-10', [-21, 0], [-20, -15, -10]],
  ['1.5:2.5', [1, 3], [1.5, 2, 2.5]],
  ['0', [1, -1], [0]],
];

test('a range alerts where the guidelines say', () => {
  for (const [text, alerting, quiet] of TABLE) {
    const range = parseAlertRange(text);
    for (const value of alerting) assert.ok(isAlert(range, value), `${text} of ${value}`);
    for (const value of quiet) assert.ok(!isAlert(range, value), `${text} of ${value}`);
  }
});

test('what is no range is said in one line', () => {
  for (const text of ['', ':', '@', 'ten', '10:5', '5:~', '1:2:3', '10%', '--5'])
    assert.throws(() => parseAlertRange(text), { code: 'wrong-usage' }, text);
});
