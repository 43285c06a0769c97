import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { startInspected } from '../support/agent.js';
import { skipWithout } from '../support/debian.js';
import { freePort } from '../support/free-port.js';
import { startProgram } from '../support/program.js';
import { askJson, serve } from '../support/served.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { until } from '../support/until.js';

interface QueryAnswer {
  readonly data: {
    readonly result: readonly {
      readonly metric: Readonly<Record<string, string>>;
      readonly value: readonly [number, string];
    }[];
  };
}

test('a Prometheus server scrapes serve, and answers queries about the program', {
  skip: skipWithout('prometheus', 'prometheus'),
}, async (t) => {
  const program = await startInspected(t, 'works');
  const { url } = await serve(t, ['--dir', program.folder]);
  const folder = temporaryFolder(t);
  const config = join(folder, 'prometheus.yml');
  const target = new URL(url).host;
  writeFileSync(
    config,
    `global: {scrape_interval: 250ms}\nscrape_configs: [{job_name: porthole, static_configs: [{targets: ['${target}']}]}]\n`,
  );
  const port = await freePort();
  const storage = `--storage.tsdb.path=${join(folder, 'data')}`;
  const args = [`--config.file=${config}`, storage, `--web.listen-address=127.0.0.1:${port}`];
  const prometheus = startProgram(t, args, { command: 'prometheus' });
  const query = async (text: string): Promise<QueryAnswer['data']['result']> => {
    const path = `/api/v1/query?query=${encodeURIComponent(text)}`;
    const answer = await askJson(`http://127.0.0.1:${port}`, path).catch(() => undefined);
    return (answer as QueryAnswer | undefined)?.data.result ?? [];
  };
  const value = (text: string): Promise<number> =>
    until(`${text}\n${prometheus.output().stderr.slice(-500)}`, async () => {
      const number = Number((await query(text))[0]?.value[1] ?? Number.NaN);
      return Number.isFinite(number) && number > 0 ? number : undefined;
    });
  assert.ok((await value('sum(rate(jobs_done_total{kind="mail"}[5s]))')) > 0);
  const p99 = await value('histogram_quantile(0.99, sum by (le) (rate(jobs_duration_seconds_bucket[5s])))');
  assert.ok(p99 > 0.01 && p99 <= 0.025, String(p99));
  const [series] = await query('queue_size');
  assert.deepEqual([series?.metric['pid'], series?.metric['thread']], [String(program.pid), String(program.pid)]);
});
