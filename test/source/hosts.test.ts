import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import fc from 'fast-check';
import { PortholeError } from '../../src/errors.js';
import { encodeReaderFrame, READER_BANNER, ReaderFrames } from '../../src/format/reader-frames.js';
import { appendSample, emptyHistory } from '../../src/model/history.js';
import { processRows } from '../../src/model/process-table.js';
import { HostClock } from '../../src/source/hosts/host-clock.js';
import { parseHosts } from '../../src/source/hosts/host-name.js';
import { onOurClock } from '../../src/source/hosts/on-our-clock.js';
import { describeSshEnd, sshArguments } from '../../src/source/hosts/ssh-command.js';
import type { TargetSample } from '../../src/source/sample.js';
import { targetKey } from '../../src/target.js';
import { literalField, literalSample } from '../support/literal-samples.js';

function labels(given: readonly string[]): readonly string[] {
  return parseHosts(given).map(({ label }) => label);
}

/** What the machine `box` says of its only process at a second of both clocks. */
function lookThere(second: number, cpuMs: number): readonly TargetSample[] {
  const at = { atMs: second * 1000, wallMs: second * 1000 };
  return onOurClock(literalSample(second, [{ pid: 7, name: 'api', cpuMs }]), { host: 'box', at });
}

test('a machine is called by the shortest name that tells it from the others', () => {
  assert.deepEqual(labels(['me@box.example.com', 'me@box.example.com']), ['box']);
  assert.deepEqual(labels(['box.a.org', 'box.b.org']), ['box.a.org', 'box.b.org']);
  assert.deepEqual(labels(['me@box', 'you@box']), ['me@box', 'you@box']);
  assert.deepEqual(labels(['ssh://me@10.0.0.1:2222', '::1', 'ssh://[fe80::1]:22']), ['10.0.0.1', '::1', 'fe80::1']);
});

test('what ssh or a shell could take for something else is no machine', () => {
  const hostile = [
    '-oProxyCommand=x',
    'me@-oX',
    '-l',
    '',
    'a b',
    'a;b',
    '$(x)',
    'a\nb',
    'a/b',
    "a'b",
    'box:22',
    '\x1b[2J',
  ];
  for (const host of hostile) {
    assert.throws(
      () => parseHosts([host]),
      (error) => error instanceof PortholeError && error.code === 'wrong-usage',
      host,
    );
  }
});

test('a shell gives each argument back as it was', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0'))), (args) => {
      const host = { destination: 'box', label: 'box' };
      const line = sshArguments(host, {
        command: `'${process.execPath}' -p 'JSON.stringify(process.argv.slice(1))' --`,
        args,
      });
      const { stdout } = spawnSync('sh', ['-c', line.at(-1) ?? ''], { encoding: 'utf8' });
      assert.deepEqual(JSON.parse(stdout), args);
    }),
    { numRuns: 10 },
  );
});

test('why ssh ended is told without what could move the cursor', () => {
  const host = { destination: 'me@box', label: 'box' };
  assert.equal(describeSshEnd(host, 255, 'x\nssh: \x1b[2Jno route\r\n'), 'ssh: \\x1b[2Jno route');
  assert.match(describeSshEnd(host, 255, 'Host key verification failed.\n'), /ssh me@box/);
  assert.match(describeSshEnd(host, 127, "env: 'node': No such file or directory\n"), /no Node there/);
});

test('frames are read however their bytes are cut, behind what a login shell has printed', () => {
  const frames = [
    { type: 'json', value: { type: 'hello' } },
    { type: 'recording', bytes: Buffer.from([1, 2, 3]) },
    { type: 'answer', id: 7, bytes: Buffer.alloc(0) },
  ] as const;
  const bytes = Buffer.concat([Buffer.from(`Welcome!\n${READER_BANNER}`), ...frames.flatMap(encodeReaderFrame)]);
  fc.assert(
    fc.property(fc.array(fc.nat(bytes.length)), (cuts) => {
      const reader = new ReaderFrames();
      const ends = [...cuts.toSorted((a, b) => a - b), bytes.length];
      const read = ends.flatMap((end, index) => reader.push(bytes.subarray(ends[index - 1] ?? 0, end)));
      assert.deepEqual(
        read.map((frame) => ('bytes' in frame ? { ...frame, bytes: Buffer.from(frame.bytes) } : frame)),
        frames,
      );
    }),
  );
  assert.throws(() => new ReaderFrames().push(Buffer.alloc(70_000, 'x')));
});

test('the clock of another machine is where the exchanges allow it, and stays there while they do', () => {
  const clock = new HostClock();
  assert.equal(clock.learn(1000, 5000, 1200), -3900);
  assert.equal(clock.learn(2000, 6000, 2150), -3900);
  // It was read before our answer came: it is no more than 50 ms behind that.
  assert.equal(clock.learn(3000, 6960, 3010), -3950);
});

test('a pid on two machines is two rows, and each time is on our clock', () => {
  const heartbeat = literalField('org.porthole.heartbeat', 'gauge', 99_000, 'ms');
  const process = {
    pid: 7,
    name: 'api',
    state: 'stuck',
    stateReason: 'event loop blocked',
    fields: [heartbeat],
  } as const;
  const there = literalSample(100, [process]);
  const here = literalSample(3000, [{ pid: 7, name: 'api' }]);
  const look = { host: 'box', at: { atMs: here.atMs - 500, wallMs: here.wallMs - 500 } };
  const targets = [...here.targets, ...onOurClock(there, look)];
  assert.deepEqual(
    targets.map(({ target }) => targetKey(target)).map((key) => key.split('@')[0]),
    ['7', 'box:7'],
  );
  const rows = processRows(appendSample(emptyHistory, { ...here, targets }));
  assert.deepEqual(
    rows.map(({ name, host }) => [name, host]),
    [
      ['api', undefined],
      ['box:api', 'box'],
    ],
  );
  // Last turned a second before it was looked at, and that was half a second ago.
  assert.equal(rows[1]?.eventLoopDelayMs, 1500);
});

test('a machine that has not looked again adds no point, and its rates are of its own clock', () => {
  const [first, second] = [lookThere(1, 0), lookThere(3, 500)];
  let history = emptyHistory;
  for (const [at, targets] of [
    [2, first],
    [3, first],
    [4, second],
  ] as const) {
    history = appendSample(history, { ...literalSample(at, []), targets });
  }
  // 500 ms in the two seconds between the looks, not in the one between the samples.
  assert.equal(processRows(history)[0]?.cpuPercent, 25);
});
