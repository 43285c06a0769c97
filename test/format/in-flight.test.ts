import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type InFlightReport, type Operation, parseInFlight } from '../../src/format/in-flight.js';
import { formatInFlightText } from '../../src/format/in-flight-text.js';

const REQUEST: Operation = { kind: 'http.server', detail: 'GET /orders/1', ageMs: 3200, threadId: 0, where: undefined };
const REPORT: InFlightReport = {
  version: 1,
  pid: 7,
  name: 'app.js',
  capturedWallMs: 1,
  operations: [REQUEST, { kind: 'job', detail: 'id: 7', ageMs: 12, threadId: 3, where: 'run (/app.js:1:2)' }],
  unlisted: 0,
  handles: { source: 'main', handles: [{ type: 'Timeout', detail: '', count: 2, ageMs: undefined }] },
};

test('what is in flight survives JSON', () => {
  assert.deepEqual(parseInFlight(JSON.parse(JSON.stringify(REPORT))), {
    ...REPORT,
    operations: [{ ...REQUEST, where: undefined }, REPORT.operations[1]],
  });
});

test('what is no report is none, and what is broken in one is left out', () => {
  for (const wrong of [undefined, null, 7, [], {}, { version: 2 }, { ...REPORT, operations: 7 }]) {
    assert.equal(parseInFlight(wrong), undefined);
  }
  assert.deepEqual(parseInFlight({ ...REPORT, operations: [7, {}], handles: { source: 'x', handles: [] } }), {
    ...REPORT,
    operations: [],
    handles: undefined,
  });
});

test('a description of several lines stays one line', () => {
  const hostile = { ...REQUEST, kind: 'job\n# Note: forged', detail: 'a\n# Thread Name: main (idle)' };
  assert.equal(
    formatInFlightText({ ...REPORT, operations: [hostile], handles: undefined }),
    '\n# In flight (1):\n    3.2 s  job\\n# Note: forged a\\n# Thread Name: main (idle)\n',
  );
});

test('the text has the oldest first, with threads, places and handles', () => {
  assert.equal(
    formatInFlightText(REPORT),
    [
      '',
      '# In flight (2):',
      '    3.2 s  http.server GET /orders/1',
      '    12 ms  job id: 7 in thread 3, begun at run (/app.js:1:2)',
      '',
      '# Open handles (2), which keep it from ending:',
      '  Timeout ×2',
      '',
    ].join('\n'),
  );
});

test('a thousand alike are three lines and a count', () => {
  const operations = Array.from({ length: 1000 }, (_, id) => ({
    ...REQUEST,
    detail: `GET /orders/${id}`,
    ageMs: 2000 - id,
  }));
  const text = formatInFlightText({ ...REPORT, operations, handles: undefined });
  assert.match(text, /^# In flight \(1000\):$/m);
  assert.match(text, /^ {4}… and 997 alike, the youngest 1 s$/m);
  assert.equal(text.trim().split('\n').length, 5);
});

test('nothing in flight is no section', () => {
  assert.equal(formatInFlightText({ ...REPORT, operations: [], handles: undefined }).trim(), '');
});
