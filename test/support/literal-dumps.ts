import type { FrameDump } from '../../src/format/frame-dump.js';
import type { CallFrame, StackDump, ThreadDump } from '../../src/format/stack-dump.js';
import { originOf } from '../../src/format/stack-dump.js';
import type { SourceExcerpt } from '../../src/source/read-source.js';

const NOON_WALL_MS = Date.UTC(2024, 4, 6, 12, 0, 0);

/** A frame; its origin is that of its file. */
export function literalFrame(
  functionName: string,
  file: string,
  line: number,
  locals?: Readonly<Record<string, string>>,
): CallFrame {
  const known = locals === undefined ? undefined : Object.entries(locals).map(([name, value]) => ({ name, value }));
  return { functionName, file, line, column: 5, origin: originOf(file), locals: known };
}

function literalThread(
  threadId: number,
  name: string,
  state: ThreadDump['state'],
  more: Partial<ThreadDump>,
): ThreadDump {
  const known = { note: undefined, pausedMs: 0, native: undefined, frames: [] };
  return { ...known, name, threadId, tid: 4150 + threadId, state, ...more };
}

const serve = [
  literalFrame('Queue.next', '/srv/shop/node_modules/queue/index.js', 88, { job: "{id: 7, kind: 'primes'}" }),
  literalFrame('handle', '/srv/shop/server.js', 31, { request: "IncomingMessage {method: 'GET', url: '/primes'}" }),
  literalFrame('emit', 'node:events', 518),
  literalFrame('parserOnIncoming', 'node:_http_server', 1140),
];

/** The worker of the fleet, busy `second` seconds after noon in one of two functions, called by the same. */
export function busyDump(second: number, functionName: 'countPrimes' | 'printPrimes' = 'countPrimes'): StackDump {
  const busy =
    functionName === 'countPrimes'
      ? [
          literalFrame('isPrime', '/srv/shop/lib/primes.js', 4, { n: '7919', root: '88' }),
          literalFrame('countPrimes', '/srv/shop/lib/primes.js', 12, {
            limit: '50000000',
            found: '[2, 3, 5, 7, 11, …]',
            cache: "Cache {hits: 17, last: Object, key: 'p'}",
            apiKey: '[redacted]',
          }),
        ]
      : [literalFrame('writeSync', 'node:fs', 911), literalFrame('printPrimes', '/srv/shop/lib/primes.js', 30, {})];
  return {
    version: 1,
    pid: 4150,
    name: 'worker',
    nodeVersion: 'v22.12.0',
    capturedWallMs: NOON_WALL_MS + second * 1000,
    tookMs: 12.4,
    threads: [
      literalThread(0, 'main', 'running', {
        pausedMs: 3.1,
        cpuMs: 9200,
        eventLoopUtilization: 1,
        sinceTurnMs: 3200,
        frames: [...busy, ...serve],
      }),
      literalThread(1, 'mail', 'idle', { cpuMs: 12, activeResources: [{ type: 'MessagePort', count: 1 }] }),
      literalThread(2, 'resize', 'blocked', {
        note: 'no answer within 500 ms',
        native: { activity: 'waiting', systemCall: 'read', waitChannel: 'pipe_read' },
        lastBlocked: {
          startedWallMs: NOON_WALL_MS - 60_000,
          lengthMs: 1200,
          frames: [literalFrame('shrink', '/srv/shop/lib/resize.js', 7)],
        },
      }),
    ],
  };
}

/** What the process says of `countPrimes` two seconds after {@link busyDump} of second 5, in the same call. */
export const countPrimesNow: FrameDump = {
  version: 1,
  pid: 4150,
  threadId: 0,
  capturedWallMs: NOON_WALL_MS + 7000,
  pausedMs: 2,
  sinceTurnMs: 5200,
  frame: literalFrame('countPrimes', '/srv/shop/lib/primes.js', 14),
  callers: serve,
  scopes: [
    {
      type: 'local',
      name: 'countPrimes',
      variableCount: 2,
      variables: [
        { name: 'limit', value: '50000000' },
        {
          name: 'cache',
          value: "Cache {hits: 18, last: Object, key: 'p'}",
          propertyCount: 40,
          properties: [
            { name: 'hits', value: '18' },
            { name: 'last', value: '{prime: 7919}', propertyCount: 1, properties: [{ name: 'prime', value: '7919' }] },
          ],
        },
      ],
    },
    { type: 'closure', name: 'makeCounter', variableCount: 1, variables: [{ name: 'calls', value: '3' }] },
  ],
};

/** The lines around line 12 of the source that {@link busyDump} stands in. */
export const primesSource: SourceExcerpt = {
  state: 'read',
  firstLine: 9,
  isChanged: true,
  lines: [
    'export function countPrimes(limit) {',
    '\tconst found = [];',
    '\tfor (let n = 2; n < limit; n++) {',
    '\t\tif (isPrime(n)) found.push(n); // \x1b[31m',
    '\t}',
    '\treturn found;',
    '}',
  ],
};
