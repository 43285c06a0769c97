/** What slurpstats, pollstats, cleanstats and mmash were seen to do wrong, and ours must not. */
import assert from 'node:assert/strict';
import { chownSync, copyFileSync, existsSync, mkdirSync, readdirSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { AGGREGATORS } from '../../src/model/aggregate.js';
import { startInspected } from '../support/agent.js';
import { runPorthole, startPorthole } from '../support/command.js';
import { folderOfNobody, NOBODY_UID, skipWithoutNobody } from '../support/other-user.js';
import { sharedFolder, skipWithoutShared as skip } from '../support/project.js';
import { askJson, serve } from '../support/served.js';
import { writeStatsFile } from '../support/stats-file.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { until } from '../support/until.js';

const samples = join(sharedFolder, 'fixtures/mmstats');
const PAGE_BYTES = 4096;

interface Watched {
  readonly files: readonly { readonly path: string; readonly stats: readonly { readonly name: string }[] }[];
}

interface Row {
  readonly fields: readonly { readonly name: string; readonly value: number | null }[];
}

test('poll reads on behind a label whose length has a low byte of 0', { skip }, async (t) => {
  const { stdout } = await runPorthole(t, [
    'poll',
    'zz.tail',
    join(samples, 'long-labels.mmstats'),
    '-c',
    '1',
    '--json',
  ]);
  assert.deepEqual((JSON.parse(stdout) as Row).fields[0]?.value, 42);
});

test('a file that fills its page has no end marker, and is whole', async (t) => {
  const path = join(temporaryFolder(t), 'full-1-1.mmstats');
  const hits = record('hits', 'Q', Buffer.from([7, 0, 0, 0, 0, 0, 0, 0]));
  const restBytes = PAGE_BYTES - 1 - hits.length - record('text', '4000s', Buffer.alloc(0)).length;
  const text = record('text', `${restBytes}s`, Buffer.alloc(restBytes, 'x'));
  const bytes = Buffer.concat([Buffer.from([1]), hits, text]);
  assert.equal(bytes.length, PAGE_BYTES);
  writeFileSync(path, bytes);
  const stats = await runPorthole(t, ['stats', path, '--metric', 'hits']);
  assert.deepEqual([stats.code, stats.stdout, stats.stderr], [0, `==> ${path}\n  hits 7\n\n`, '']);
  assert.match((await runPorthole(t, ['poll', 'hits', path, '-c', '1'])).stdout, / 7 \n$/);
});

test('text beyond ASCII goes into a pipe as UTF-8, whatever the locale', async (t) => {
  const path = writeStatsFile(temporaryFolder(t), 'a-1-1.mmstats', [{ label: 'last', value: 'request ❤ 63' }]);
  const { stdout } = await runPorthole(t, ['stats', path], { env: { LANG: 'C', LC_ALL: 'C' } });
  assert.equal(stdout.split('\n')[1], '  last request ❤ 63');
});

test('a path that is gone and a folder do not keep stats, poll, ps and clean from the other files', async (t) => {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, 'empty'));
  const path = writeStatsFile(folder, 'a-2000000000-1.mmstats', [{ label: 'hits', value: 7, kind: 'counter' }]);
  const targets = [join(folder, 'gone-1-1.mmstats'), join(folder, 'empty'), path];
  for (const [args, printed] of [
    [['stats', '--metric', 'hits'], /hits 7/],
    [['poll', 'hits', '-c', '1'], / 7 \n$/],
    [['ps'], /2000000000/],
    [['clean', '--dry-run'], /Would delete .*a-2000000000-1\.mmstats/],
  ] as const) {
    const { code, stdout, stderr } = await runPorthole(t, [...args, ...targets]);
    assert.deepEqual([code, stderr], [0, `porthole: ${targets[0]}: there is no such file or folder\n`], args[0]);
    assert.match(stdout, printed);
  }
});

test('poll has - where no file has a field, and the sum of those that have it', async (t) => {
  const folder = temporaryFolder(t);
  writeStatsFile(folder, 'a-1-1.mmstats', [{ label: 'hits', value: 7, kind: 'counter' }]);
  writeStatsFile(folder, 'b-2-2.mmstats', [{ label: 'misses', value: 2, kind: 'counter' }]);
  const { stdout } = await runPorthole(t, ['poll', 'hits,misses,nobody', folder, '-c', '1', '--json']);
  assert.deepEqual(
    (JSON.parse(stdout) as Row).fields.map(({ value }) => value),
    [7, 2, null],
  );
});

test('clean passes over files that are half made or say no pid, tells of each, and goes on', { skip }, async (t) => {
  const folder = temporaryFolder(t);
  const half = ['broken-empty', 'broken-half-label', 'broken-bad-sig', 'truncated-mid-value', 'extremes'];
  for (const name of half) copyFileSync(join(samples, `${name}.mmstats`), join(folder, `${name}.mmstats`));
  writeFileSync(join(folder, 'zero-page.mmstats'), Buffer.alloc(PAGE_BYTES));
  writeStatsFile(folder, 'gone-2000000000-1.mmstats', []);
  const { code, stdout, stderr } = await runPorthole(t, ['clean', folder]);
  assert.equal(code, 0);
  assert.match(stdout, /\nRemoved 1 {2}- {2}0 alive\n$/);
  const lines = stderr.trimEnd().split('\n');
  assert.deepEqual(
    [...half, 'zero-page'].filter((name) => !lines.some((line) => line.includes(`/${name}.mmstats: `))),
    [],
  );
  assert.deepEqual([lines.length, readdirSync(folder).length], [6, 6]);
});

test('clean leaves the file of a process that lives as another user, and says that it lives', {
  skip: skipWithoutNobody,
}, async (t) => {
  const folder = folderOfNobody(t);
  const path = writeStatsFile(folder, `root-${process.pid}-${process.pid}.mmstats`, [
    { label: 'sys.pid', value: process.pid },
  ]);
  chownSync(path, NOBODY_UID, NOBODY_UID);
  const { stdout } = await runPorthole(t, ['clean', folder], { uid: NOBODY_UID });
  assert.match(stdout, /^Removed 0 {2}- {2}1 alive\n$/);
  assert.ok(existsSync(path));
});

test('two that clean one folder at once are in nobody’s way', async (t) => {
  const folder = temporaryFolder(t);
  for (let index = 0; index < 300; index++) writeStatsFile(folder, `gone-${2_000_000_000 + index}-1.mmstats`, []);
  const both = await Promise.all([runPorthole(t, ['clean', folder]), runPorthole(t, ['clean', folder])]);
  assert.deepEqual(
    both.map(({ code, stderr }) => [code, stderr]),
    [
      [0, ''],
      [0, ''],
    ],
  );
  assert.deepEqual(readdirSync(folder), []);
});

test('files that come, go and are replaced under stats --watch cost no value and no word', async (t) => {
  const folder = temporaryFolder(t);
  writeStatsFile(folder, 'stays-1-1.mmstats', [{ label: 'hits', value: 1, kind: 'counter' }]);
  const watching = startPorthole(t, ['stats', '--watch', '0.01', '--json', '--dir', folder]);
  const seen = (): readonly Watched[] =>
    watching
      .output()
      .stdout.split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Watched);
  let pid = 2;
  await until('a hundred samples', () => {
    for (let round = 0; round < 20; round++, pid++) {
      const path = writeStatsFile(folder, `comes-${pid}-${pid}.mmstats`, [
        { label: 'hits', value: 1, kind: 'counter' },
      ]);
      if (round % 2 === 0) unlinkSync(path);
      else if (pid % 5 === 0) writeFileSync(path, '');
    }
    for (const name of readdirSync(folder)) if (name.startsWith('comes-')) unlinkSync(join(folder, name));
    return seen().length >= 100;
  });
  const stays = seen().map(({ files }) => files.find(({ path }) => path.includes('stays-')));
  assert.ok(stays.every((file) => file?.stats.some(({ name }) => name === 'hits')));
});

test('a file that grows under stats --watch loses no metric that it had', async (t) => {
  const program = await startInspected(t, 'outgrows');
  const { stdout, stderr } = await watchFor(t, program.folder, 20);
  let before = new Set<string>();
  for (const { files } of stdout) {
    const names = new Set(files.flatMap(({ stats }) => stats.map(({ name }) => name)));
    assert.deepEqual(
      [...before].filter((name) => !names.has(name)),
      [],
    );
    before = names;
  }
  assert.equal(stderr, '');
});

test('two files of mmstats become one in each of mmash’s ways, whatever the values are', { skip }, async (t) => {
  const files = ['threads-19205-19205', 'threads-19205-19207'].map((name) => join(samples, `${name}.mmstats`));
  const wanted: Readonly<Record<string, readonly (number | string | undefined)[]>> = {
    sum: [0.25, 1, 10, undefined],
    avg: [0.125, 0.5, 5, undefined],
    min: [0, 0, 0, undefined],
    max: [0.25, 1, 10, undefined],
    one: [0, 0, 0, 'main'],
    'nonzero-avg': [0.25, 1, 10, undefined],
    'nonzero-min': [0.25, 1, 10, undefined],
  };
  for (const how of AGGREGATORS) {
    const { stdout } = await runPorthole(t, ['stats', '--aggregate', how, '--json', ...files]);
    const { stats } = JSON.parse(stdout) as { readonly stats: readonly { name: string; value: unknown }[] };
    const values = ['load', 'busy', 'jobs', 'name'].map((name) => {
      const value = stats.find((stat) => stat.name === `app.worker.${name}`)?.value;
      return typeof value === 'boolean' ? Number(value) : value;
    });
    assert.deepEqual(values, wanted[how], how);
  }
});

test('mmash’s routes answer in valid JSON, also numbers that JSON has not, and what a broken file still says', {
  skip,
}, async (t) => {
  const folder = temporaryFolder(t);
  for (const name of ['extremes', 'truncated-mid-value']) {
    copyFileSync(join(samples, `${name}.mmstats`), join(folder, `${name}.mmstats`));
  }
  const { url } = await serve(t, ['--dir', folder]);
  const all = (await askJson(url, '/stats/double')) as Readonly<Record<string, unknown>>;
  assert.deepEqual([all['double.nan'], all['double.neginf']], [['NaN'], ['-Infinity']]);
  const large = await askJson(url, '/stats/counter.max?aggr=sum&exact=1');
  assert.deepEqual(large, { 'counter.max': '18446744073709551615' });
  assert.deepEqual(await askJson(url, '/stats/t.counter'), { 't.counter': [42] });
});

async function watchFor(
  t: Parameters<typeof startPorthole>[0],
  folder: string,
  samplesWanted: number,
): Promise<{ readonly stdout: readonly Watched[]; readonly stderr: string }> {
  const watching = startPorthole(t, ['stats', '--watch', '0.02', '--json', '--dir', folder]);
  const lines = (): readonly string[] => watching.output().stdout.split('\n').slice(0, -1);
  await until('enough samples', () => lines().length >= samplesWanted);
  return { stdout: lines().map((line) => JSON.parse(line) as Watched), stderr: watching.output().stderr };
}

// An unbuffered field as mmstats writes it.
function record(label: string, type: string, value: Buffer): Buffer {
  return Buffer.concat([sized(label), sized(type), Buffer.from([255]), value]);
}

function sized(text: string): Buffer {
  const size = Buffer.alloc(2);
  size.writeUInt16LE(text.length);
  return Buffer.concat([size, Buffer.from(text)]);
}
