import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { readFields, startInspected } from '../support/agent.js';
import { portholeCommand, runPorthole } from '../support/command.js';
import { skipWithout } from '../support/debian.js';
import { startProgram } from '../support/program.js';
import { writeStatsFile } from '../support/stats-file.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { until } from '../support/until.js';

const negate = '/usr/lib/nagios/plugins/negate';

test('check prints the contract’s line of a counter, and ends with the code of its state', async (t) => {
  const path = writeStatsFile(temporaryFolder(t), 'a-1-1.mmstats', [
    { label: 'http.errors', value: 30, kind: 'counter', unit: 'errors' },
  ]);
  assert.deepEqual(await check(t, ['http.errors', path, '-w', '10', '-c', '50']), {
    code: 1,
    stdout: "PORTHOLE WARNING - http.errors=30 (alerts by 10) | 'http.errors'=30;10;50;0;\n",
  });
  assert.equal((await check(t, ['http.errors', path, '-w', '30', '-c', '50'])).code, 0);
  assert.equal((await check(t, ['http.errors', path, '-w', '@-5:30', '-c', '~:29'])).code, 2);
  assert.equal((await check(t, ['http.errors', path, '-w', '-5:-1'])).code, 1);
});

test('counts are added up and the largest of gauges is taken, unless it is said otherwise', async (t) => {
  const folder = temporaryFolder(t);
  for (const pid of [1, 2]) {
    writeStatsFile(folder, `a-${pid}-${pid}.mmstats`, [
      { label: 'hits{code="200"}', value: pid * 10, kind: 'counter' },
      { label: 'hits{code="500"}', value: pid, kind: 'counter' },
      { label: 'heap', value: pid * 1000, kind: 'gauge', unit: 'bytes' },
    ]);
  }
  assert.match((await check(t, ['hits', folder])).stdout, / - hits=33 \| /);
  assert.match((await check(t, ['hits{code="500"}', folder])).stdout, / \| 'hits\{code:"500"\}'=3;;;0;\n$/);
  assert.match((await check(t, ['heap', folder])).stdout, / - heap=2000B \| 'heap'=2000B;/);
  assert.match((await check(t, ['heap', folder, '--aggregate', 'avg'])).stdout, /=1500B /);
  assert.match((await check(t, ['heap', folder, '-v'])).stdout, / - heap=2000B \(of a 1, a 2\) \| /);
  assert.match(
    (await check(t, ['h*', folder, '-c', '100'])).stdout,
    /CRITICAL - heap=2000B \(alerts by 100\), hits=33 /,
  );
});

test('rates come from two samples of a counter, and of a meter that is too young to know its own', async (t) => {
  const program = await startInspected(t, 'works');
  const { code, stdout } = await check(t, ['jobs.done', program.folder, '--rate', '--window', '0.3', '-c', '1:']);
  assert.equal(code, 0);
  assert.match(stdout, /^PORTHOLE OK - jobs\.done rate=[\d.]+ \| 'jobs\.done rate'=[\d.]+;;1:;0;\n$/);
  const young = await check(t, ['jobs.accepted', program.folder, '--rate', '-c', '1:']);
  assert.equal(young.code, 0, young.stdout);
});

test('the rate of a meter is known at once: of a stopped program two samples would show none', async (t) => {
  const program = await startInspected(t, 'works');
  await until('the meter has been ticked', () => {
    const rates = readFields(program.folder).get('jobs.accepted')?.meter;
    return (rates?.m1PerS ?? 0) > 0;
  });
  program.child.kill('SIGSTOP');
  const { code, stdout } = await check(t, ['jobs.accepted', program.folder, '--rate', '-c', '1:']);
  assert.equal(code, 0, stdout);
});

test('quantiles are those of all time, or of a window', async (t) => {
  const program = await startInspected(t, 'works');
  const all = await check(t, ['jobs.duration', program.folder, '--quantile', '0.99', '-w', '10', '-c', '30']);
  assert.equal(all.code, 1);
  assert.match(
    all.stdout,
    /jobs\.duration p99=(19|20)[.\d]*ms \(alerts by 10\) \| 'jobs\.duration p99'=[\d.]+ms;10;30;0;\n$/,
  );
  const window = await check(t, ['jobs.duration', program.folder, '--quantile', '0.5', '--window', '0.2']);
  assert.match(window.stdout, /p50=(4\.9|5)[.\d]*ms /);
});

test('how many processes run, whether one is stuck and how old its last sign is', async (t) => {
  const fifo = join(temporaryFolder(t), 'fifo');
  execFileSync('mkfifo', [fifo]);
  const program = await startInspected(t, 'waits-in-read', { args: [fifo] });
  const folder = ['--dir', program.folder];
  assert.equal((await check(t, ['porthole.processes', '*read*', ...folder, '-c', '1:'])).code, 0);
  assert.equal((await check(t, ['porthole.processes', 'nobody', ...folder, '-c', '1:'])).code, 2);
  await until('it is stuck', async () => {
    const { code, stdout } = await check(t, ['porthole.stuck', ...folder, '-w', '0.5', '-c', '3600']);
    return (
      code === 1 && /=[\d.]+s \(alerts by 0\.5; .* \d+: event loop blocked .*\) \| 'porthole\.stuck'=/.test(stdout)
    );
  });
  assert.equal((await check(t, ['porthole.age', ...folder, '-w', '0.5', '-c', '3600'])).code, 1);
});

test('what cannot be checked is UNKNOWN in one line, whatever is wrong', async (t) => {
  const folder = temporaryFolder(t);
  writeStatsFile(folder, 'gone-2000000000-1.mmstats', [{ label: 'hits', value: 1, kind: 'counter' }]);
  const wrong: readonly (readonly [RegExp, ...string[]])[] = [
    [/no process matches nobody/, 'hits', 'nobody', '--dir', folder],
    [/gone \(pid 2000000000\) has ended/, 'hits', '--dir', folder],
    [/nowhere/, 'hits', '/nowhere/at/all'],
    [/say which METRIC/],
    [/a range is 10, /, 'hits', '-w', 'ten'],
    [/'--wran'/, 'hits', '--wran', '3'],
    [/hits is a counter: --quantile/, 'hits', folder, '--quantile', '0.5'],
    [/no result in 200 ms/, 'hits', folder, '--window', '60', '-t', '0.2'],
    [/in braces/, 'hits{', folder],
    [/--aggregate takes one of/, 'hits', '--aggregate', 'most'],
  ];
  for (const [reason, ...args] of wrong) {
    const { code, stdout, stderr } = await runPorthole(t, ['check', ...args]);
    assert.deepEqual([code, stderr, stdout.split('\n').length], [3, '', 2], stdout);
    assert.match(stdout, /^PORTHOLE UNKNOWN - /);
    assert.match(stdout, reason);
  }
});

test('help and version are printed, and are no OK', async (t) => {
  assert.match((await check(t, ['-h'])).stdout, /^Usage: porthole check METRIC /);
  assert.match((await check(t, ['--version'])).stdout, /^porthole check \d+\.\d+\.\d+\n$/);
  assert.equal((await check(t, ['-V'])).code, 3);
});

test('options before the word check count too', async (t) => {
  const folder = temporaryFolder(t);
  const { code, stdout } = await runPorthole(t, ['--dir', folder, 'check', 'porthole.processes', '-c', '1:']);
  assert.deepEqual([code, stdout.slice(0, 17)], [2, 'PORTHOLE CRITICAL']);
});

test('--json says the same', async (t) => {
  const folder = temporaryFolder(t);
  writeStatsFile(folder, 'a-1-1.mmstats', [{ label: 'hits', value: 5, kind: 'counter' }]);
  const { code, stdout } = await check(t, ['hits', folder, '-c', '4', '--json']);
  const values = [{ name: 'hits', value: 5, unit: null, state: 'CRITICAL', note: null }];
  assert.deepEqual(
    [code, JSON.parse(stdout)],
    [2, { version: 1, state: 'CRITICAL', warning: null, critical: '4', values }],
  );
});

test('the plugins’ own negate runs it and turns its states around', {
  skip: skipWithout(negate, 'monitoring-plugins-basic'),
}, async (t) => {
  const folder = temporaryFolder(t);
  writeStatsFile(folder, 'a-1-1.mmstats', [{ label: 'hits', value: 5, kind: 'counter' }]);
  const plugin = [process.execPath, portholeCommand, 'check', 'hits', folder];
  for (const [args, code, text] of [
    [['-c', '10'], 2, 'PORTHOLE CRITICAL - hits=5'],
    [['-c', '4'], 0, 'PORTHOLE OK - hits=5'],
    [['-c', 'x'], 3, 'PORTHOLE UNKNOWN - '],
  ] as const) {
    const program = startProgram(t, ['--substitute', ...plugin, ...args], { command: negate });
    assert.equal((await program.ended).code, code);
    assert.ok(program.output().stdout.startsWith(text), program.output().stdout);
  }
});

async function check(
  t: TestContext,
  args: readonly string[],
): Promise<{ readonly code: number | null; readonly stdout: string }> {
  const { code, stdout, stderr } = await runPorthole(t, ['check', ...args]);
  assert.equal(stderr, '');
  return { code, stdout };
}
