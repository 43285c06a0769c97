import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { startAnswering } from '../support/agent.js';
import { portholeCommand, runPorthole, startPorthole } from '../support/command.js';
import { sharedFolder, skipWithoutShared } from '../support/project.js';
import { writeStatsFile } from '../support/stats-file.js';
import { temporaryFolder } from '../support/temporary-folder.js';

interface Original {
  readonly reader_from_file: {
    readonly error: string | null;
    readonly stats: readonly { readonly label: string; readonly str: string; readonly repr?: string }[];
  };
}

interface StatsAnswer {
  readonly files: readonly { readonly stats: readonly Readonly<Record<string, unknown>>[] }[];
}

// As the command prints a path: without symbolic links.
const samples = existsSync(sharedFolder) ? join(realpathSync(sharedFolder), 'fixtures/mmstats') : '';
const names = existsSync(samples) ? readdirSync(samples).filter((name) => name.endsWith('.mmstats')) : [];

test('stats prints the samples of the real mmstats as slurpstats does', { skip: skipWithoutShared }, async (t) => {
  for (const name of names) {
    const path = join(samples, name);
    const original = JSON.parse(readFileSync(path.replace(/mmstats$/, 'json'), 'utf8')) as Original;
    const { stats } = original.reader_from_file;
    const width = Math.max(0, ...stats.map(({ label }) => label.length));
    const lines = stats.map(({ label, str, repr }) => `  ${label.padEnd(width)} ${javaScriptDigits(repr) ?? str}`);
    const { stdout } = await runPorthole(t, ['stats', path]);
    assert.equal(stdout, `${[`==> ${path}`, ...lines].join('\n')}\n\n`);
  }
});

test('stats of a broken file prints what can be read, names the break on stderr, and goes on', async (t) => {
  const folder = temporaryFolder(t);
  const whole = writeStatsFile(folder, 'a-1-1.mmstats', [{ label: 'hits', value: 7, kind: 'counter' }]);
  writeFileSync(join(folder, 'b-1-2.mmstats'), readFileSync(whole).subarray(0, 40));
  writeFileSync(join(folder, 'c-1-3.mmstats'), 'garbage');
  const { code, stdout, stderr } = await runPorthole(t, ['stats', '--dir', folder, '--metric', 'hits']);
  assert.equal(code, 0);
  assert.match(stdout, /hits 7/);
  assert.match(stderr, /^porthole: .*b-1-2\.mmstats: .*\nporthole: .*c-1-3\.mmstats: version 103: .*\n$/);
});

test('stats chooses metrics by glob and adds them up over the files', async (t) => {
  const folder = temporaryFolder(t);
  for (const [pid, hits] of [
    [1, 20],
    [2, 30],
  ] as const) {
    writeStatsFile(folder, `a-${pid}-${pid}.mmstats`, [
      { label: 'web.hits', value: hits, kind: 'counter', unit: 'requests' },
      { label: 'other', value: 1, kind: 'gauge' },
    ]);
  }
  const { stdout } = await runPorthole(t, [
    'stats',
    '--dir',
    folder,
    '--metric',
    'web.*',
    '--aggregate',
    'sum',
    '--json',
  ]);
  assert.deepEqual(JSON.parse(stdout), {
    version: 1,
    aggregate: 'sum',
    stats: [{ name: 'web.hits', labels: {}, kind: 'counter', unit: 'requests', value: 50, files: 2 }],
  });
});

test('what JSON has no number for is a string', { skip: skipWithoutShared }, async (t) => {
  const { stdout } = await runPorthole(t, ['stats', '--json', join(samples, 'extremes.mmstats')]);
  const { files } = JSON.parse(stdout) as StatsAnswer;
  const valueOf = (name: string): unknown => files[0]?.stats.find((stat) => stat['name'] === name)?.['value'];
  assert.deepEqual(['double.nan', 'double.neginf', 'counter.max', 'byte.min'].map(valueOf), [
    'NaN',
    '-Infinity',
    '18446744073709551615',
    -128,
  ]);
});

test('a metric that nobody has is said and ends with 1', async (t) => {
  const program = await startAnswering(t, 'idle');
  const { code, stdout, stderr } = await runPorthole(t, ['stats', '--dir', program.folder, '--metric', 'nope.*']);
  assert.deepEqual([code, stdout, stderr], [1, '', 'porthole: no metric matches nope.*\n']);
});

test('stats --watch prints an object a line until it is stopped', async (t) => {
  const program = await startAnswering(t, 'idle');
  const watching = startPorthole(t, ['stats', '--dir', program.folder, '--json', '--watch', '0.05']);
  await watching.line('{"version":1');
  const lines = (): readonly string[] => watching.output().stdout.split('\n').slice(0, -1);
  while (lines().length < 3) await new Promise((resolve) => watching.child.stdout?.once('data', resolve));
  watching.child.kill('SIGINT');
  await watching.ended;
  assert.ok(lines().every((line) => (JSON.parse(line) as StatsAnswer).files.length === 1));
});

test('a reader that closes the pipe early ends the command quietly with 0', async (t) => {
  const program = await startAnswering(t, 'idle');
  const porthole = `'${process.execPath}' '${portholeCommand}' stats --dir '${program.folder}' --watch 0.01`;
  const { stdout, stderr } = spawnSync('bash', ['-c', `(${porthole}; echo "code $?" >&2) | head -n 1`], {
    encoding: 'utf8',
  });
  assert.match(stdout, /^==> .*\n$/);
  assert.equal(stderr, 'code 0\n');
});

// The samples have Python's shortest digits for floats; JavaScript writes an exponent otherwise.
function javaScriptDigits(repr: string | undefined): string | undefined {
  return repr?.replace(/e([+-])0?(\d)/, 'e$1$2');
}
