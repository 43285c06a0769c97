import type { StackDump } from '../../src/format/stack-dump.js';
import type { StatsField, StatsValue } from '../../src/format/stats-decode.js';
import type { ProcessState, Sample, SearchedPlace, TargetSample } from '../../src/source/sample.js';

/** What a test says of a process; the rest is as a live program of ours has it. */
export interface LiteralProcess {
  readonly pid: number;
  readonly name: string;
  readonly state?: ProcessState;
  readonly stateReason?: string;
  readonly hasAgent?: boolean;
  readonly socket?: string | undefined;
  readonly cpuMs?: number;
  readonly rssBytes?: number;
  readonly fields?: readonly StatsField[];
}

const STARTED_WALL_MS = Date.UTC(2024, 4, 6, 12, 0, 0);

/** A field of a stats file. */
export function literalField(
  label: string,
  kind: StatsField['kind'],
  value: StatsValue,
  unit?: string,
  help?: string,
): StatsField {
  return { label, kind, value, unit, help, type: kind === 'counter' ? 'Q' : kind === 'text' ? '64s' : 'd' };
}

/** A sample of these processes, `second` seconds after noon. */
export function literalSample(
  second: number,
  processes: readonly LiteralProcess[],
  searched: readonly SearchedPlace[] = [],
): Sample {
  const wallMs = STARTED_WALL_MS + second * 1000;
  return { atMs: second * 1000, wallMs, targets: processes.map(literalTarget), searched };
}

function literalTarget(process: LiteralProcess): TargetSample {
  const { pid, name, state = 'live', stateReason, hasAgent = true, fields = [] } = process;
  const isThere = state !== 'ended';
  const socket = 'socket' in process ? process.socket : hasAgent ? `/run/porthole/socketdumper-${pid}` : undefined;
  const files =
    fields.length === 0
      ? []
      : [
          {
            path: `/dev/shm/porthole-1000/${name}-${pid}-${pid}.mmstats`,
            tid: pid,
            snapshot: { fields, brokenReason: undefined },
            reason: undefined,
          },
        ];
  const reading = {
    commandLine: ['node', `${name}.js`],
    uid: 1000,
    user: 'alice',
    startedWallMs: STARTED_WALL_MS - 3 * 3_600_000,
    cpuMs: process.cpuMs ?? 0,
    rssBytes: process.rssBytes ?? 64 * 2 ** 20,
    threads: 11,
    ports: undefined,
    managedBy: undefined,
  };
  return {
    target: { pid, startTicks: pid * 100 },
    name,
    runtime: 'node',
    state,
    stateReason,
    hasAgent,
    process: isThere ? reading : undefined,
    files,
    socket,
  };
}

/** The metrics of a web service after so many seconds. */
export function webFields(second: number): readonly StatsField[] {
  const wave = Math.sin(second / 3);
  return [
    literalField(
      'http.requests',
      'counter',
      1_203_000 + second * 412,
      'requests',
      'Requests accepted by the HTTP server',
    ),
    literalField('http.errors', 'counter', Math.floor(second / 4), 'errors', 'Answers with a status of 500 or more'),
    literalField(
      'http.latency.mean',
      'gauge',
      4.1 + 2 * wave,
      'ms',
      'Mean time from the request to the end of the answer',
    ),
    literalField('http.bytes.sent', 'counter', second * 1_450_000, 'bytes', 'Bytes of all answers'),
    literalField('pool.size', 'gauge', 8 + Math.round(3 * wave), 'connections', 'Open connections to the database'),
    literalField('pool.is_full', 'flag', second % 5 === 0),
    literalField('nodejs.eventloop.lag.p99', 'gauge', 12.4 + wave, 'ms', 'Event loop delay, 99th percentile'),
    literalField(
      'nodejs.eventloop.utilization',
      'gauge',
      0.41 + wave / 10,
      'ratio',
      'Part of the time that the event loop was busy',
    ),
    literalField('nodejs.heap.size.used', 'gauge', 48 * 2 ** 20 + wave * 2 ** 22, 'bytes', 'Used heap'),
    literalField('process.uptime', 'gauge', 3 * 3600 + second, 's', 'Time since the start'),
    literalField('org.nodejs.version', 'text', 'v22.12.0'),
    literalField('org.porthole.name', 'text', 'web service of the shop, version 12 with a long name'),
  ];
}

/** Five processes, one in each state, after so many seconds. */
export function fleetSample(second: number): Sample {
  return literalSample(second, [
    { pid: 4121, name: 'api', cpuMs: second * 120, rssBytes: 91 * 2 ** 20, fields: webFields(second) },
    {
      pid: 4150,
      name: 'worker',
      state: 'stuck',
      stateReason: 'event loop blocked 3.2 s',
      cpuMs: second * 980,
      fields: [literalField('jobs.done', 'counter', 17, 'jobs', 'Jobs finished')],
    },
    { pid: 4099, name: 'cron', state: 'ended', fields: [literalField('runs', 'counter', 3)] },
    { pid: 4200, name: 'legacy-app', state: 'no-agent', hasAgent: false },
    {
      pid: 4300,
      name: 'secret',
      state: 'unreadable',
      stateReason: 'owned by uid 0, you are uid 1000: run porthole as root',
    },
  ]);
}

/** A main thread that computes, and a worker that waits. */
export const literalDump: StackDump = {
  version: 1,
  pid: 4150,
  name: 'worker',
  nodeVersion: 'v22.12.0',
  capturedWallMs: STARTED_WALL_MS + 5000,
  tookMs: 12.4,
  threads: [
    {
      name: 'main',
      threadId: 0,
      tid: 4150,
      state: 'running',
      note: undefined,
      pausedMs: 3.1,
      native: undefined,
      frames: [
        {
          functionName: 'countPrimes',
          file: '/srv/shop/lib/primes.js',
          line: 12,
          column: 5,
          origin: 'application',
          locals: [
            { name: 'limit', value: '50000000' },
            { name: 'found', value: 'Array(3001134) [2, 3, 5, 7, 11, …]' },
            { name: 'apiKey', value: '[redacted]' },
          ],
        },
        {
          functionName: 'Queue.next',
          file: '/srv/shop/node_modules/queue/index.js',
          line: 88,
          column: 14,
          origin: 'dependency',
          locals: [{ name: 'job', value: "{ id: 7, kind: 'primes' }" }],
        },
        {
          functionName: 'processTicksAndRejections',
          file: 'node:internal/process/task_queues',
          line: 105,
          column: 5,
          origin: 'node',
          locals: undefined,
        },
      ],
    },
    {
      name: 'resize',
      threadId: 1,
      tid: 4163,
      state: 'blocked',
      note: 'did not answer within 300 ms',
      pausedMs: 0,
      native: { activity: 'waiting', systemCall: 'read', waitChannel: 'pipe_read' },
      frames: [],
    },
  ],
};
