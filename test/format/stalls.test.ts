import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseStallReport, type StallReport, type StallStack } from '../../src/format/stalls.js';
import { formatStallsText } from '../../src/format/stalls-text.js';

const FRAME = {
  functionName: 'grind',
  file: '/app.js',
  line: 1,
  column: 2,
  origin: 'application',
  locals: undefined,
} as const;
const STACK: StallStack = { afterMs: 1000, state: 'running', native: undefined, frames: [FRAME] };
const REPORT: StallReport = {
  version: 1,
  pid: 7,
  name: 'app.js',
  startTicks: 5,
  capturedWallMs: 1,
  thresholdMs: 1000,
  count: 30,
  longestMs: 4000,
  stalls: [{ startedWallMs: 0, lengthMs: 4000, isLasting: true, stacks: [STACK, { ...STACK, afterMs: 2000 }] }],
};

test('stalls survive JSON', () => {
  assert.deepEqual(parseStallReport(JSON.parse(JSON.stringify(REPORT))), REPORT);
});

test('what is no report of stalls is none, and what is broken in one is left out', () => {
  for (const wrong of [undefined, 7, [], { version: 2 }, { ...REPORT, stalls: 7 }, { ...REPORT, pid: 'x' }]) {
    assert.equal(parseStallReport(wrong), undefined);
  }
  assert.deepEqual(parseStallReport({ ...REPORT, stalls: [7, {}, { stacks: [] }] })?.stalls, []);
});

test('the text says when, for how long, and where, and a stack that stays only once', () => {
  assert.equal(
    formatStallsText(REPORT),
    [
      '# Stalls: 30 (event loop late by 1 s or more), the last 1 of them here, longest 4 s',
      '',
      '# Stall: 1970-01-01T00:00:00.000Z, 4 s, and it lasts',
      '  After 1 s, 2 s: running',
      '    grind (/app.js:1:2)',
      '',
    ].join('\n'),
  );
});

test('no stalls and no watch are told apart', () => {
  assert.match(formatStallsText({ ...REPORT, count: 0, stalls: [] }), /^# Stalls: none /);
  assert.match(formatStallsText({ ...REPORT, thresholdMs: 0, count: 0, stalls: [] }), /not watched/);
});
