import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDumpText } from '../../src/format/dump-text.js';
import { originOf, parseStackDump, type StackDump } from '../../src/format/stack-dump.js';

const dump: StackDump = {
  version: 1,
  pid: 4121,
  name: 'shop/server.js',
  nodeVersion: 'v20.20.2',
  capturedWallMs: 1_800_000_000_000,
  tookMs: 12.5,
  threads: [
    {
      name: 'main',
      threadId: 0,
      tid: 4121,
      state: 'running',
      note: 'a note',
      pausedMs: 3,
      native: undefined,
      frames: [
        {
          functionName: 'resize',
          file: '/srv/shop/image.js',
          line: 12,
          column: 5,
          origin: 'application',
          locals: [{ name: 'customer', value: "'ada'" }],
        },
        { functionName: '', file: 'node:internal/timers', line: 1, column: 1, origin: 'node', locals: undefined },
      ],
      cpuMs: 1500,
      eventLoopUtilization: 0.98,
      sinceTurnMs: 3200,
      activeResources: [
        { type: 'TCPServerWrap', count: 1 },
        { type: 'Timeout', count: 3 },
      ],
      blockingCall: { command: 'sleep 5', startedWallMs: 1_800_000_000_000 },
      lastBlocked: {
        startedWallMs: 1_800_000_000_000,
        lengthMs: 2500,
        frames: [
          {
            functionName: 'zip',
            file: '/srv/shop/zip.js',
            line: 3,
            column: 1,
            origin: 'application',
            locals: undefined,
          },
        ],
      },
    },
    {
      name: 'main',
      threadId: 0,
      tid: undefined,
      state: 'blocked',
      note: undefined,
      pausedMs: 0,
      native: { activity: 'waiting', systemCall: 'read', waitChannel: 'pipe_read' },
      frames: [],
    },
  ],
};

test('a dump survives JSON', () => {
  assert.deepEqual(parseStackDump(JSON.parse(JSON.stringify(dump))), dump);
});

test('a dump of an agent that knew less is read', () => {
  const old = { ...dump, threads: [{ name: 'main', threadId: 0, state: 'idle', pausedMs: 0, frames: [] }] };
  const [main] = parseStackDump(JSON.parse(JSON.stringify(old)))?.threads ?? [];
  assert.deepEqual([main?.state, main?.cpuMs, main?.activeResources], ['idle', undefined, undefined]);
});

test('what is no dump is refused', () => {
  const thread = dump.threads[0];
  for (const value of [null, [], {}, { ...dump, version: 2 }, { ...dump, threads: [{ ...thread, state: 'odd' }] }]) {
    assert.equal(parseStackDump(value), undefined);
  }
});

test("the text has socketconsole's grammar", () => {
  assert.equal(
    formatDumpText(dump),
    `
# Thread Name: main (running), ThreadID: 4121
  File "node:internal/timers", line 1, in <anonymous>
  File "/srv/shop/image.js", line 12, in resize

# Locals:
  customer: 'ada'

# Kept alive by: TCPServerWrap, 3 Timeout

# Blocked before: 2.5 s from 2027-01-15T08:00:00.000Z, came back at:
  File "/srv/shop/zip.js", line 3, in zip

# Note: a note

# Facts: thread 0, CPU time 1.5 s, event loop 98% busy, last turned 3.2 s ago

# Thread Name: main (blocked in native code, waiting in read (pipe_read)), ThreadID: 0

# Locals:
`,
  );
});

test('frames are told apart by whose code they are', () => {
  const files = ['/srv/app.js', '/srv/node_modules/pg/lib/client.js', 'node:fs', ''];
  assert.deepEqual(files.map(originOf), ['application', 'dependency', 'node', 'node']);
});
