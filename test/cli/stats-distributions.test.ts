import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { Registry } from '../../src/agent/registry.js';
import { StatsFile } from '../../src/agent/stats-file.js';
import { startInspected } from '../support/agent.js';
import { runPorthole, startPorthole } from '../support/command.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { until } from '../support/until.js';

/** Writes the file of a process that observed each of these durations. */
function writeTimer(folder: string, pid: number, durationsMs: readonly number[]): void {
  const file = StatsFile.create(join(folder, `a-${pid}-${pid}.mmstats`));
  const registry = new Registry();
  registry.publishTo(file);
  for (const durationMs of durationsMs) registry.timer('latency').observe(durationMs);
  file.publish();
}

test('stats prints the count of a timer and its quantiles behind it', async (t) => {
  const folder = temporaryFolder(t);
  writeTimer(folder, 1, [1, 1, 1, 1, 1, 1, 1, 1, 1, 100]);
  const { stdout } = await runPorthole(t, ['stats', '--dir', folder, '--metric', 'latency']);
  assert.match(stdout, /^ {2}latency 10 sum=109 mean=10\.9 min=1 p50=1\.008 p90=1\.008 p99=100 p99\.9=100 max=100$/m);
});

test('stats --aggregate merges the timers of several processes', async (t) => {
  const folder = temporaryFolder(t);
  writeTimer(folder, 1, [1, 2, 3]);
  writeTimer(folder, 2, [1000]);
  const args = ['stats', '--dir', folder, '--metric', 'latency', '--aggregate', 'sum', '--json'];
  const { stdout } = await runPorthole(t, args);
  const { stats } = JSON.parse(stdout) as { readonly stats: readonly Readonly<Record<string, unknown>>[] };
  const { p50, p99, name, labels, kind, unit, ...rest } = stats[0] ?? {};
  assert.deepEqual([name, labels, kind, unit], ['latency', {}, 'timer', 'ms']);
  assert.ok(Math.abs(Number(p50) - 2) <= 0.02 && p99 === 1000);
  assert.deepEqual(rest, {
    value: 4,
    files: 2,
    count: 4,
    ratePerS: null,
    sum: 1006,
    mean: 251.5,
    min: 1,
    p90: 1000,
    p999: 1000,
    max: 1000,
  });
});

test('stats says how often a living program observes, since its file was made', async (t) => {
  const program = await startInspected(t, 'times');
  const { stdout } = await runPorthole(t, ['stats', '--dir', program.folder, '--metric', 'latency', '--json']);
  const { files } = JSON.parse(stdout) as { readonly files: readonly { readonly stats: readonly object[] }[] };
  const [stat] = files[0]?.stats ?? [];
  assert.ok(stat !== undefined && 'ratePerS' in stat && Number(stat.ratePerS) > 0);
});

test('stats --watch says how fast counts grow, and the quantiles since it last printed', async (t) => {
  const program = await startInspected(t, 'works');
  const args = ['stats', '--dir', program.folder, '--metric', 'jobs.duration', '--watch', '0.1', '--json'];
  const watching = startPorthole(t, args);
  const window = await until('a window with observations', () => {
    const lines = watching.output().stdout.split('\n').slice(1, -1);
    const stats = lines.flatMap((line) => (JSON.parse(line) as Watched).files.flatMap((file) => file.stats));
    return stats.find((stat) => stat.ratePerS > 0 && (stat.window?.count ?? 0) > 0);
  });
  assert.ok(typeof window.window?.p99 === 'number');
  assert.ok(window.window.count < window.count);
});

interface Watched {
  readonly files: readonly {
    readonly stats: readonly {
      readonly count: number;
      readonly ratePerS: number;
      readonly window?: { readonly count: number; readonly p99: number | null };
    }[];
  }[];
}
