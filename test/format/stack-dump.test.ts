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

# Note: a note

# Thread Name: main (blocked in native code, waiting in read (pipe_read)), ThreadID: 0

# Locals:
`,
  );
});

test('frames are told apart by whose code they are', () => {
  const files = ['/srv/app.js', '/srv/node_modules/pg/lib/client.js', 'node:fs', ''];
  assert.deepEqual(files.map(originOf), ['application', 'dependency', 'node', 'node']);
});
