import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, renameSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { startInspected } from '../support/agent.js';
import { runPorthole, startPorthole } from '../support/command.js';
import type { Program } from '../support/program.js';
import { sharedFolder, skipWithoutShared } from '../support/project.js';
import { type FieldSpec, writeStatsFile } from '../support/stats-file.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { until } from '../support/until.js';

interface Row {
  readonly isTotal: boolean;
  readonly elapsedMs: number | null;
  readonly fields: readonly { readonly name: string; readonly value: number | null; readonly files: number }[];
}

interface Original {
  readonly reader_from_file: {
    readonly stats: readonly { readonly label: string; readonly pytype: string; readonly value: unknown }[];
  };
}

const samples = existsSync(sharedFolder) ? join(sharedFolder, 'fixtures/mmstats') : '';

test('the first row has the totals of the real mmstats files, under the titles of pollstats', {
  skip: skipWithoutShared,
}, async (t) => {
  const { code, stdout } = await runPorthole(t, [
    'poll',
    'counter,int,double,true',
    join(samples, 'all-types.mmstats'),
    '-c',
    '1',
    '-p',
    't.',
  ]);
  assert.equal(code, 0);
  assert.equal(
    stdout,
    '      counter       |        int         |       double       |        true        \n' +
      '                 42 |              -9001 |                0.1 |                  - \n',
  );
});

test('poll * has every number that the real readers print', { skip: skipWithoutShared }, async (t) => {
  for (const name of readdirSync(samples).filter((each) => /^(all-types|averages|threads-.*)\.mmstats$/.test(each))) {
    const original = JSON.parse(readFileSync(join(samples, name.replace(/mmstats$/, 'json')), 'utf8')) as Original;
    const numbers = original.reader_from_file.stats.filter(({ pytype }) => pytype !== 'unicode');
    const { stdout } = await runPorthole(t, ['poll', '*', join(samples, name), '-c', '1', '--json']);
    const read = new Map((JSON.parse(stdout) as Row).fields.map((field) => [field.name, Number(field.value)]));
    assert.deepEqual(read, new Map(numbers.map(({ label, value }) => [label, Number(value)])));
  }
});

test('the rows of a counting program add up to its counter, and none is negative', async (t) => {
  const program = await startInspected(t, 'counts-for-ever');
  const { code, stdout } = await runPorthole(t, ['poll', 'turns', program.folder, '-c', '4', '-d', '0.05', '--json']);
  const rows = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Row);
  assert.equal(code, 0);
  assert.deepEqual(
    rows.map(({ isTotal }) => isTotal),
    [true, false, false, false],
  );
  assert.ok(rows.every(({ fields }) => fields.length === 1 && (fields[0]?.value ?? -1) >= 0));
});

test('processes that come, restart and go never make a negative difference', async (t) => {
  const folder = temporaryFolder(t);
  put(folder, 1, 100);
  const polling = startPorthole(t, ['poll', 'hits', folder, '-d', '0.02', '--json']);
  await polling.line('{"version":1');
  assert.deepEqual(await nextValue(polling), 0);
  put(folder, 2, 7);
  await until('the new one counts from zero', () => valuesOf(polling).includes(7));
  put(folder, 1, 3);
  await until('the restarted one too', () => valuesOf(polling).includes(3));
  unlinkSync(join(folder, 'a-1-1.mmstats'));
  unlinkSync(join(folder, 'a-2-2.mmstats'));
  await until('nobody has it', () => valuesOf(polling).at(-1) === null);
  const values = valuesOf(polling);
  assert.ok(
    values.every((value) => value === null || value >= 0),
    String(values),
  );
  assert.equal(
    values.reduce((sum: number, value) => sum + (value ?? 0), 0),
    110,
  );
});

test('a glob makes a column of each name, and one that comes later prints the titles again', async (t) => {
  const folder = temporaryFolder(t);
  put(folder, 1, 5);
  const polling = startPorthole(t, ['poll', 'h*', folder, '-d', '0.02']);
  await polling.line('        hits        ');
  put(folder, 1, 5, [{ label: 'h.errors{code="1"}', value: 2, kind: 'counter' }]);
  await polling.line('        hits        |      h.errors      ');
});

test('a field with a label matcher is one column of its own', async (t) => {
  const folder = temporaryFolder(t);
  writeStatsFile(folder, 'a-1-1.mmstats', [
    { label: 'http{code="200",method="GET"}', value: 5, kind: 'counter' },
    { label: 'http{code="500",method="GET"}', value: 2, kind: 'counter' },
  ]);
  const { stdout } = await runPorthole(t, ['poll', 'http{code="5*",method="GET"},http', folder, '-c', '1', '--json']);
  assert.deepEqual(
    (JSON.parse(stdout) as Row).fields.map(({ value }) => value),
    [2, 7],
  );
});

test('poll is yellow and bold only where it is asked for', async (t) => {
  const folder = temporaryFolder(t);
  put(folder, 1, 5);
  const args = ['poll', 'hits', folder, '-c', '1', '--color'];
  const colored = await runPorthole(t, [...args, 'always']);
  const plain = await runPorthole(t, [...args, 'never']);
  assert.equal(colored.stdout.split('\u001b[1;33m').length, 2);
  assert.ok(!plain.stdout.includes('\u001b'));
});

test('a field that nobody has is said and ends with 1, wrong numbers with 2', async (t) => {
  const folder = temporaryFolder(t);
  put(folder, 1, 5);
  const none = await runPorthole(t, ['poll', 'nope', folder]);
  assert.deepEqual([none.code, none.stdout], [1, '']);
  assert.match(none.stderr, /^porthole: no metric matches nope; /);
  assert.equal((await runPorthole(t, ['poll', 'hits', folder, '-c', '0'])).code, 2);
  assert.equal((await runPorthole(t, ['poll', 'hits', folder, '-d', '-1'])).code, 2);
});

// As the file of a process would change under a reader: never half of it.
function put(folder: string, pid: number, hits: number, more: readonly FieldSpec[] = []): void {
  const name = `a-${pid}-${pid}.mmstats`;
  const path = writeStatsFile(folder, `${name}.new`, [{ label: 'hits', value: hits, kind: 'counter' }, ...more]);
  renameSync(path, join(folder, name));
}

function valuesOf(polling: Program): readonly (number | null)[] {
  const lines = polling.output().stdout.split('\n').slice(0, -1);
  return lines.map((line) => (JSON.parse(line) as Row).fields[0]?.value ?? null);
}

async function nextValue(polling: Program): Promise<number | null | undefined> {
  const count = valuesOf(polling).length;
  return await until('another row', () =>
    valuesOf(polling).length > count ? { value: valuesOf(polling).at(-1) } : undefined,
  ).then(({ value }) => value);
}
