import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { StatsReader } from '../../src/source/read-stats.js';
import { buildStatsFile, writeStatsFile } from '../support/stats-file.js';
import { temporaryFolder } from '../support/temporary-folder.js';

test('a file has its values with the kind, unit and help of their metadata', (t) => {
  const path = writeStatsFile(temporaryFolder(t), 'a-1-1.mmstats', [
    { label: 'hits', value: 7, kind: 'counter', unit: 'requests', help: 'Requests so far' },
    { label: 'load', value: 0.5, kind: 'gauge' },
  ]);
  const { file } = new StatsReader(path).read();
  assert.deepEqual(file.snapshot?.fields, [
    { label: 'hits', value: 7, type: 'Q', kind: 'counter', unit: 'requests', help: 'Requests so far' },
    { label: 'load', value: 0.5, type: 'd', kind: 'gauge', unit: undefined, help: undefined },
  ]);
  assert.equal(file.reason, undefined);
  assert.equal(file.tid, 1);
});

test('a second look brings the new values, a metric that was added, and its metadata', (t) => {
  const folder = temporaryFolder(t);
  const hits = { label: 'hits', value: 1, kind: 'counter' } as const;
  const path = writeStatsFile(folder, 'a-1-1.mmstats', [hits]);
  const reader = new StatsReader(path);
  reader.read();
  writeFileSync(
    path,
    buildStatsFile([
      { ...hits, value: 2 },
      { label: 'load', value: 3, kind: 'gauge', unit: 'ms' },
    ]),
    { flag: 'r+' },
  );
  const fields = reader.read().file.snapshot?.fields ?? [];
  assert.deepEqual(
    fields.map(({ label, value, unit }) => [label, value, unit]),
    [
      ['hits', 2, undefined],
      ['load', 3, 'ms'],
    ],
  );
});

test('metadata that is written after its field is found', (t) => {
  const path = writeStatsFile(temporaryFolder(t), 'a-1-1.mmstats', [{ label: 'hits', value: 1 }]);
  const reader = new StatsReader(path);
  assert.equal(reader.read().file.snapshot?.fields[0]?.unit, undefined);
  const described = buildStatsFile([{ label: 'hits', value: 1, kind: 'counter', unit: 'requests' }]);
  writeFileSync(path, described, { flag: 'r+' });
  assert.equal(reader.read().file.snapshot?.fields[0]?.unit, 'requests');
});

test('a file that is followed is read as one that is met for the first time, whichever of its fields change', (t) => {
  const path = join(temporaryFolder(t), 'a-1-1.mmstats');
  const values = Array.from({ length: 300 }, (_, index) => index);
  const build = (): Buffer => buildStatsFile(values.map((value, index) => ({ label: `metric.${index}`, value })));
  writeFileSync(path, build());
  const followed = new StatsReader(path);
  followed.read();
  for (const changed of [[], [0], [299], [1, 2, 150], [17], values.map((_, index) => index), []]) {
    for (const index of changed) values[index] = (values[index] ?? 0) + 1000;
    writeFileSync(path, build(), { flag: 'r+' });
    assert.deepEqual(followed.read().file.snapshot?.fields, new StatsReader(path).read().file.snapshot?.fields);
  }
});

test('a file that is replaced, cut short or made longer is read anew', (t) => {
  const path = writeStatsFile(temporaryFolder(t), 'a-1-1.mmstats', [{ label: 'hits', value: 1 }]);
  const reader = new StatsReader(path);
  reader.read();
  truncateSync(path, 4);
  assert.match(reader.read().file.reason ?? '', /runs past the end/);
  unlinkSync(path);
  writeFileSync(path, buildStatsFile([{ label: 'other', value: 5 }]));
  assert.deepEqual(
    reader.read().file.snapshot?.fields.map(({ label }) => label),
    ['other'],
  );
});

for (const [what, bytes, reason] of [
  ['an empty file', Buffer.alloc(0), /empty file/],
  ['a page of zeros', Buffer.alloc(4096), /version 0/],
  ['a file of version 2', Buffer.from('\u0002abc'), /version 2/],
  ['garbage', Buffer.from('\u0001garbage garbage garbage'), /field 1 at byte 1/],
] as const) {
  test(`${what} has a reason and no fields`, (t) => {
    const path = join(temporaryFolder(t), 'x.mmstats');
    writeFileSync(path, bytes);
    const { file } = new StatsReader(path).read();
    assert.match(file.reason ?? '', reason);
    assert.deepEqual(file.snapshot?.fields, []);
  });
}

test('a half-written file has the fields before the break', (t) => {
  const path = join(temporaryFolder(t), 'x.mmstats');
  const whole = buildStatsFile([
    { label: 'hits', value: 1 },
    { label: 'load', value: 2 },
  ]);
  writeFileSync(path, whole.subarray(0, whole.indexOf('load') + 4));
  const { file } = new StatsReader(path).read();
  assert.ok(file.snapshot?.fields.some(({ label }) => label === 'hits'));
  assert.match(file.reason ?? '', /field 3 .* runs past the end/);
});

test('a pointer to metadata beyond the end of the file is passed over', (t) => {
  const path = join(temporaryFolder(t), 'x.mmstats');
  const bytes = buildStatsFile([{ label: 'hits', value: 1, kind: 'counter' }]);
  bytes.write('99999999', bytes.indexOf('meta at 0000') + 8);
  writeFileSync(path, bytes);
  const { file } = new StatsReader(path).read();
  assert.equal(file.reason, undefined);
  assert.equal(file.snapshot?.fields.find(({ label }) => label === 'hits')?.value, 1);
});

test('a file of a tebibyte is not read', (t) => {
  const path = join(temporaryFolder(t), 'x.mmstats');
  writeFileSync(path, '');
  truncateSync(path, 2 ** 40);
  const { file } = new StatsReader(path).read();
  assert.match(file.reason ?? '', /1 TiB, and a stats file has 128 MiB at most/);
  assert.equal(file.snapshot, undefined);
});

test('a named pipe does not hold the reader', (t) => {
  const path = join(temporaryFolder(t), 'x.mmstats');
  execFileSync('mkfifo', [path]);
  assert.match(new StatsReader(path).read().file.reason ?? '', /a named pipe/);
});

test('a folder is no stats file, and a link is not followed', (t) => {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, 'x.mmstats'));
  symlinkSync('nowhere', join(folder, 'y.mmstats'));
  assert.match(new StatsReader(join(folder, 'x.mmstats')).read().file.reason ?? '', /a folder/);
  assert.match(new StatsReader(join(folder, 'y.mmstats')).read().file.reason ?? '', /a symbolic link/);
});

test('a file that is removed before it is opened has a reason', (t) => {
  const { file, isGone } = new StatsReader(join(temporaryFolder(t), 'x.mmstats')).read();
  assert.match(file.reason ?? '', /removed while it was being read/);
  assert.ok(isGone);
});

test('files of one program are told apart by their values and their metadata', (t) => {
  const folder = temporaryFolder(t);
  const hits = { label: 'hits', value: 1, kind: 'counter', unit: 'requests' } as const;
  const specs = [hits, { ...hits, value: 2 }, { ...hits, value: 3, unit: 'bytes' }];
  const seen = specs.map((spec, index) => {
    const { file } = new StatsReader(writeStatsFile(folder, `a-${index}-1.mmstats`, [spec])).read();
    const [field] = file.snapshot?.fields ?? [];
    return [field?.value, field?.unit];
  });
  assert.deepEqual(seen, [
    [1, 'requests'],
    [2, 'requests'],
    [3, 'bytes'],
  ]);
});

test('a file with more fields than fit in the first read is read whole, and so is its metadata', (t) => {
  const fields = Array.from({ length: 3000 }, (_, index) => ({
    label: `a.field.with.a.long.name.${index}`,
    value: index,
    kind: 'counter' as const,
    unit: `unit ${index}`,
  }));
  const reader = new StatsReader(writeStatsFile(temporaryFolder(t), 'a-1-1.mmstats', fields));
  for (const read of [reader.read(), reader.read()]) {
    const last = read.file.snapshot?.fields.at(-1);
    assert.deepEqual([last?.value, last?.unit], [2999, 'unit 2999']);
  }
});

test('text with bytes that are no UTF-8 loses them, and a byte order mark stays', (t) => {
  const path = writeStatsFile(temporaryFolder(t), 'a-1-1.mmstats', [{ label: 'abc', value: 1 }]);
  const bytes = buildStatsFile([{ label: 'abcd', value: 1 }]);
  bytes.set([0xff], bytes.indexOf('abcd') + 1);
  writeFileSync(path, bytes);
  assert.equal(new StatsReader(path).read().file.snapshot?.fields.at(-1)?.label, 'acd');
  bytes.set([0xef, 0xbb, 0xbf], bytes.indexOf('cd') - 2);
  writeFileSync(path, bytes);
  assert.equal(new StatsReader(path).read().file.snapshot?.fields.at(-1)?.label, '\ufeffd');
});
