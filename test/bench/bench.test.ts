import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { startProgram } from '../support/program.js';
import { projectFolder } from '../support/project.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import type { Report } from './report.js';

const benchProgram = join(projectFolder, 'dist/test/bench/run-bench.js');

test('the benchmarks are listed', async (t) => {
  const program = startProgram(t, [benchProgram]);
  assert.equal((await program.ended).code, 0);
  for (const name of ['instruments', 'discovery', 'async', 'in-flight', 'screen']) {
    assert.match(program.output().stdout, new RegExp(`^ {2}${name} `, 'm'));
  }
});

test('the quick form of the benchmark prints its tables and writes them as JSON', async (t) => {
  const path = join(temporaryFolder(t), 'bench.json');
  const program = startProgram(t, [benchProgram, 'instruments', '--quick', '--json', path]);
  const { code } = await program.ended;
  const { stdout, stderr } = program.output();
  assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
  assert.match(stdout, /^porthole counter\.inc\(\) +│/m);
  assert.match(stdout, /^Not measured:$/m);
  const report = JSON.parse(readFileSync(path, 'utf8')) as Report;
  const cases = report.sections.flatMap(({ rows }) => rows.map((row) => row['case']));
  assert.ok(cases.includes('bare BigUint64Array add'));
});

test('the quick forms of the benchmarks of readers judge their promises', async (t) => {
  for (const name of ['check', 'prometheus', 'recording']) {
    const path = join(temporaryFolder(t), 'bench.json');
    const program = startProgram(t, [benchProgram, name, '--quick', '--json', path]);
    assert.equal((await program.ended).code, 0, program.output().stderr);
    assert.match(program.output().stdout, /^Promise\n.*│ kept$/m);
  }
});

test('the benchmark of the async dump finds its thousand requests in one group', async (t) => {
  const path = join(temporaryFolder(t), 'bench.json');
  const program = startProgram(t, [benchProgram, 'async', '--quick', '--json', path]);
  assert.equal((await program.ended).code, 0);
  const report = JSON.parse(readFileSync(path, 'utf8')) as Report;
  assert.equal(report.sections[0]?.rows[0]?.['largest group'], 1000);
});

test('the quick form of the benchmark of discovery finds every file that it made', async (t) => {
  const path = join(temporaryFolder(t), 'bench.json');
  const program = startProgram(t, [benchProgram, 'discovery', '--quick', '--json', path]);
  const { code } = await program.ended;
  assert.deepEqual({ code, stderr: program.output().stderr }, { code: 0, stderr: '' });
  const [measured] = (JSON.parse(readFileSync(path, 'utf8')) as Report).sections;
  assert.deepEqual(
    measured?.rows.map(({ files }) => files),
    [10, 100],
  );
  for (const { files, found } of measured?.rows ?? []) assert.ok(Number(found) >= Number(files));
});

test('the quick form of the benchmark of stack dumps prints its tables', async (t) => {
  const path = join(temporaryFolder(t), 'bench.json');
  const program = startProgram(t, [benchProgram, 'stacks', '--quick', '--json', path]);
  const { code } = await program.ended;
  const { stdout, stderr } = program.output();
  assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
  assert.match(stdout, /^200 frames, with locals +│/m);
  assert.match(stdout, /^porthole stack PID +│/m);
});

test('the quick form of the benchmark of the screen measures it', async (t) => {
  const path = join(temporaryFolder(t), 'bench.json');
  const program = startProgram(t, [benchProgram, 'screen', '--quick', '--json', path]);
  const { code } = await program.ended;
  assert.deepEqual({ code, stderr: program.output().stderr }, { code: 0, stderr: '' });
  const [few, many, answers, promises] = (JSON.parse(readFileSync(path, 'utf8')) as Report).sections;
  assert.equal(few?.rows[0]?.['case'], 'porthole');
  assert.equal(many?.rows[0]?.['case'], 'porthole');
  assert.equal(answers?.rows.length, 4);
  const judged = promises?.rows.map((row) => row['case']);
  for (const what of ['CPU % of a core', 'memory MiB, an hour of samples', 'first frame, times node -e 0']) {
    assert.ok(judged?.includes(what), what);
  }
});
