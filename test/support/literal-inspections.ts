import type { AsyncDump, AsyncPrice } from '../../src/format/async-dump.js';
import type { InFlightReport, Operation } from '../../src/format/in-flight.js';
import type { CallFrame } from '../../src/format/stack-dump.js';
import type { StackSamples, ThreadSamples } from '../../src/format/stack-samples.js';
import type { StallReport } from '../../src/format/stalls.js';

const NOON_MS = Date.UTC(2024, 4, 6, 12, 0, 0);

/** A frame of the application, or of whoever's code the file is. */
export function literalFrame(functionName: string, file: string, line: number): CallFrame {
  const origin = file.startsWith('node:') ? 'node' : file.includes('node_modules') ? 'dependency' : 'application';
  return { functionName, file, line, column: 5, origin, locals: undefined };
}

const RESIZE = literalFrame('resizeImage', '/srv/shop/lib/images.js', 31);
const TIMERS = literalFrame('processTimers', 'node:internal/timers', 519);

function query(ageMs: number): Operation {
  const detail = "SELECT * FROM orders WHERE customer = 'ada'";
  return { kind: 'mysql2', detail, ageMs, threadId: 0, where: 'loadOrders (/srv/shop/lib/orders.js:33:16)' };
}

/** What `api` has in flight so many seconds after noon: two queries, a request, and what it holds open. */
export function literalInFlight(second: number): InFlightReport {
  return {
    version: 1,
    pid: 4121,
    name: 'api',
    capturedWallMs: NOON_MS + second * 1000,
    operations: [
      query(12_400 + second * 1000),
      { kind: 'http.server', detail: 'GET /orders/7?page=1', ageMs: 1250, threadId: 0, where: undefined },
      query(310),
      { kind: 'job', detail: 'resize \x1b[2Jcover.png', ageMs: 12, threadId: 2, where: undefined },
    ],
    unlisted: 0,
    handles: {
      source: 'main',
      handles: [
        { type: 'Server', detail: 'listening on 127.0.0.1:8080', count: 1, ageMs: 10_800_000 },
        { type: 'Socket', detail: '127.0.0.1:8080 ↔ 127.0.0.1:53122', count: 1, ageMs: 1251 },
        { type: 'Timeout', detail: '', count: 12, ageMs: undefined },
      ],
    },
  };
}

/** What a burst of 25 looks at `api` meets; its second thread waits. */
export function literalSamples(second: number): StackSamples {
  const run = literalFrame('run', '/srv/shop/node_modules/queue/index.js', 88);
  const main: ThreadSamples = {
    name: 'main',
    threadId: 0,
    samples: 25,
    answersMs: 5.5,
    stacks: [
      { count: 15, state: 'running', native: undefined, frames: [RESIZE, run, TIMERS] },
      { count: 2, state: 'running', native: undefined, frames: [run, TIMERS] },
      { count: 8, state: 'idle', native: undefined, frames: [] },
    ],
    otherStacks: 0,
    functions: [
      { functionName: 'resizeImage', file: RESIZE.file, self: 15, total: 15 },
      { functionName: 'run', file: run.file, self: 2, total: 17 },
      { functionName: 'processTimers', file: TIMERS.file, self: 0, total: 17 },
    ],
  };
  const worker: ThreadSamples = {
    name: 'mailer',
    threadId: 1,
    samples: 25,
    answersMs: 2,
    stacks: [
      { count: 1, state: 'running', native: undefined, frames: [literalFrame('send', '/srv/shop/lib/mail.js', 9)] },
      { count: 24, state: 'idle', native: undefined, frames: [] },
    ],
    otherStacks: 0,
    functions: [{ functionName: 'send', file: '/srv/shop/lib/mail.js', self: 1, total: 1 }],
  };
  const header = { version: 1, pid: 4121, name: 'api', nodeVersion: 'v22.12.0', intervalMs: 20, tookMs: 500 } as const;
  return { ...header, capturedWallMs: NOON_MS + second * 1000, threads: [main, worker] };
}

/** Two stalls of `api`, at 3 s and at 8 s after noon; the second was in native code, and came back. */
export const literalStalls: StallReport = {
  version: 1,
  pid: 4121,
  name: 'api',
  startTicks: 412_100,
  capturedWallMs: NOON_MS + 12_000,
  thresholdMs: 1000,
  count: 2,
  longestMs: 2410,
  stalls: [
    {
      startedWallMs: NOON_MS + 3000,
      lengthMs: 2410,
      isLasting: false,
      stacks: [
        { afterMs: 1050, state: 'running', native: undefined, frames: [RESIZE, TIMERS] },
        { afterMs: 2050, state: 'running', native: undefined, frames: [RESIZE, TIMERS] },
      ],
    },
    {
      startedWallMs: NOON_MS + 8000,
      lengthMs: 1120,
      isLasting: false,
      stacks: [
        {
          afterMs: 1050,
          state: 'blocked',
          native: { activity: 'waiting', systemCall: 'poll', waitChannel: undefined },
          frames: [],
        },
        {
          afterMs: 1120,
          state: 'returned',
          native: undefined,
          frames: [literalFrame('runReport', '/srv/shop/lib/report.js', 12)],
        },
      ],
    },
  ],
};

/** What an async dump of `api` would cost; refused where there is a reason. */
export function literalPrice(refusal: string | undefined): AsyncPrice {
  return { version: 1, heapBytes: 45e6, expectedPauseMs: 400, expectedMemoryBytes: 850e6, refusal };
}

/** Three functions that wait at one line, and one that waits elsewhere. */
export const literalAsync: AsyncDump = {
  version: 1,
  pid: 4121,
  name: 'api',
  nodeVersion: 'v22.12.0',
  capturedWallMs: NOON_MS + 10_000,
  tookMs: 900,
  pausedMs: 380,
  questions: 12,
  longestQuestionMs: 20,
  suspended: 4,
  groups: [
    {
      count: 3,
      examples: [1, 2].map((id) => ({
        frames: [
          {
            ...literalFrame('query', '/srv/shop/node_modules/db/index.js', 40),
            locals: [{ name: 'sql', value: `'SELECT ${id}'` }],
            place: 'await',
          },
          {
            ...literalFrame('handler', '/srv/shop/lib/orders.js', 12),
            locals: [{ name: 'id', value: String(id) }],
            place: 'await',
          },
        ],
      })),
    },
    { count: 1, examples: [{ frames: [{ ...literalFrame('poll', '/srv/shop/lib/poll.js', 3), place: 'function' }] }] },
  ],
  note: undefined,
};
