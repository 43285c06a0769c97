import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { unlinkSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { test } from 'node:test';
import { startAnswering, startInspected } from '../support/agent.js';
import { runPorthole } from '../support/command.js';
import { skipWithout } from '../support/debian.js';
import { ask, askJson, serve } from '../support/served.js';
import { writeStatsFile } from '../support/stats-file.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { until } from '../support/until.js';

const TOKEN = 'a-token-of-some-length';

test('promtool finds nothing wrong with the metrics of a real program', {
  skip: skipWithout('promtool', 'prometheus'),
}, async (t) => {
  const program = await startInspected(t, 'works');
  const { url } = await serve(t, ['--dir', program.folder]);
  const { body, headers } = await ask(url, '/metrics');
  const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], { input: body, encoding: 'utf8' });
  assert.deepEqual([status, stdout, stderr], [0, '', '']);
  assert.match(String(headers['content-type']), /^text\/plain; version=0\.0\.4/);
});

test('the counts of a process that ends stay in the metrics', async (t) => {
  const program = await startAnswering(t, 'works');
  const { url } = await serve(t, ['--dir', program.folder]);
  const before = await until('a job is done', async () => (await jobsDone(url)) || undefined);
  program.child.stdin?.end();
  await program.ended;
  await until('it is known to have ended', async () =>
    /porthole_process_up\{.*\} 0/.test((await ask(url, '/metrics')).body),
  );
  assert.ok((await jobsDone(url)) >= before);
});

test('the counts of a program go on when its processes are restarted, and promtool finds nothing wrong with them', {
  skip: skipWithout('promtool', 'prometheus'),
}, async (t) => {
  const folder = temporaryFolder(t);
  const { url } = await serve(t, ['--dir', folder]);
  const page = async (): Promise<string> => (await ask(url, '/metrics?by=program')).body;
  const count = async (name: string): Promise<number> =>
    Number(new RegExp(`^${name}\\{process="porthole/works\\.js"\\} (\\S+)`, 'm').exec(await page())?.[1] ?? Number.NaN);
  const run = (): ReturnType<typeof startAnswering> => startAnswering(t, 'works', { env: { PORTHOLE_DIR: folder } });
  let before = 0;
  for (const round of [1, 2, 3]) {
    const program = await run();
    await until(`round ${round} counts on`, async () => (await count('jobs_accepted_total')) > before);
    assert.equal(await count('porthole_program_processes'), 1);
    const [done, observed] = [await count('jobs_accepted_total'), await count('jobs_duration_seconds_count')];
    program.child.stdin?.end();
    await program.ended;
    await until('it has ended', async () => (await count('porthole_program_processes')) === 0);
    before = await count('jobs_accepted_total');
    assert.ok(before >= done && (await count('jobs_duration_seconds_count')) >= observed);
  }
  const body = await page();
  assert.ok(!body.includes('pid='), body);
  const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], { input: body, encoding: 'utf8' });
  assert.deepEqual([status, stdout, stderr], [0, '', '']);
  assert.equal((await ask(url, '/metrics?by=pid')).status, 400);
});

test('what programs have counted is exact, over files that come, count from zero again, and go', async (t) => {
  const folder = temporaryFolder(t);
  const { url } = await serve(t, ['--dir', folder]);
  const hits = async (): Promise<string | undefined> =>
    /^hits_total\{process="a"\} (\S+)$/m.exec((await ask(url, '/metrics?by=program')).body)?.[1];
  const put = (pid: number, value: number): string =>
    writeStatsFile(folder, `a-${pid}-${pid}.mmstats`, [{ label: 'hits', value, kind: 'counter' }]);
  const first = put(2_000_000_001, 100);
  const second = put(2_000_000_002, 7);
  assert.equal(await hits(), '107');
  put(2_000_000_001, 3);
  assert.equal(await hits(), '110');
  put(2_000_000_003, 2 ** 52);
  for (const path of [first, second]) unlinkSync(path);
  assert.equal(await hits(), String(2 ** 52 + 110));
});

test('the answers to mmash’s questions are mmash’s', async (t) => {
  const folder = temporaryFolder(t);
  [20, 30, 0, 10].forEach((jobs, index) => {
    writeStatsFile(folder, `app-${index + 1}-${index + 1}.mmstats`, [
      { label: 'app.jobs', value: jobs, kind: 'counter' },
      { label: 'app.jobs.failed', value: 1, kind: 'counter' },
      { label: 'app.name', value: 'x' },
    ]);
  });
  const { url } = await serve(t, ['--dir', folder]);
  const answers: readonly (readonly [string, unknown])[] = [
    ['/stats/', { stats: ['app.jobs', 'app.jobs.failed', 'app.name'] }],
    ['/stats/app.jobs?exact=1', { 'app.jobs': [20, 30, 0, 10] }],
    ['/stats/app.j?aggr=sum', { 'app.jobs': 60, 'app.jobs.failed': 4 }],
    ['/stats/app.jobs?aggr=nonzero-avg&exact=1', { 'app.jobs': 20 }],
    ['/stats/app.jobs?aggr=nonzero-min&exact=1', { 'app.jobs': 10 }],
    ['/stats/app.jobs?aggr=one&exact=1', { 'app.jobs': 20 }],
    ['/stats/app.jobs?glob=app-2-*&exact=1', { 'app.jobs': [30] }],
    ['/stats/nothing', {}],
    ['/files/app-3*', { files: [join(folder, 'app-3-3.mmstats')] }],
  ];
  for (const [path, wanted] of answers) assert.deepEqual(await askJson(url, path), wanted, path);
  for (const path of ['/stats/app.jobs?glob=../*', '/files/%2Fetc%2F*', '/stats/app.name?aggr=sum', '/stats/%ff'])
    assert.equal((await ask(url, path)).status, 400, path);
});

test('processes are listed as ps lists them, and a stack dump can be had of each', async (t) => {
  const program = await startAnswering(t, 'works');
  const { url } = await serve(t, ['--dir', program.folder]);
  const { processes } = await until('the list', async () => {
    const list = (await askJson(url, '/processes')) as { readonly processes: readonly { readonly pid: number }[] };
    return list.processes.length > 0 && list;
  });
  assert.equal(processes[0]?.pid, program.pid);
  const dump = (await askJson(url, `/processes/${program.pid}/threads`)) as { readonly threads: readonly object[] };
  assert.ok(dump.threads.length > 0);
  assert.equal((await ask(url, '/processes/1/threads')).status, 404);
  assert.equal((await ask(url, '/processes/1/stalls')).status, 404);
});

test('the stream sends a sample each second, with the chosen metrics and their rates', async (t) => {
  const program = await startInspected(t, 'works');
  const { url } = await serve(t, ['--dir', program.folder]);
  const text = await new Promise<string>((resolve, reject) => {
    let received = '';
    const outgoing = get(new URL('/events?metric=jobs.done', url), (response) => {
      response.on('data', (chunk: Buffer) => {
        received += chunk.toString();
        if (/"ratePerS":[\d.]+/.test(received)) {
          outgoing.destroy();
          resolve(received);
        }
      });
    });
    outgoing.on('error', reject);
  });
  assert.match(text, /^event: sample\ndata: \{"version":1,/);
  assert.ok(text.includes(`"pid":${program.pid},`) && !text.includes('jobs.duration'));
});

test('only GET and HEAD are answered, no other origin, and no other name of this machine', async (t) => {
  const { url } = await serve(t, ['--dir', temporaryFolder(t)]);
  const refused: readonly (readonly [number, Parameters<typeof ask>[2]])[] = [
    [405, { method: 'POST' }],
    [405, { method: 'OPTIONS', headers: { origin: 'http://evil.example' } }],
    [403, { headers: { origin: 'http://evil.example' } }],
    [403, { headers: { origin: 'null' } }],
    [403, { headers: { 'sec-fetch-site': 'cross-site' } }],
    [403, { headers: { host: 'evil.example' } }],
  ];
  for (const [status, options] of refused) assert.equal((await ask(url, '/metrics', options)).status, status);
  const head = await ask(url, '/metrics', { method: 'HEAD' });
  assert.deepEqual([head.status, head.body], [200, '']);
  assert.equal((await ask(url, '/metrics', { headers: { origin: url.slice(0, -1) } })).status, 200);
  assert.equal((await ask(url, '/nothing')).status, 404);
  assert.equal(head.headers['access-control-allow-origin'], undefined);
  assert.match(String(head.headers['content-security-policy']), /^default-src 'none'/);
});

test('an address that others reach needs a token, and then everybody must send it', async (t) => {
  const folder = temporaryFolder(t);
  const open = await runPorthole(t, ['serve', '--port', '0', '--host', '0.0.0.0', '--dir', folder]);
  assert.deepEqual([open.code, open.stdout], [2, '']);
  assert.match(open.stderr, /^porthole: 0\.0\.0\.0 can be reached by others.*PORTHOLE_TOKEN.*\n$/);
  const { url } = await serve(t, ['--host', '0.0.0.0', '--dir', folder], { env: { PORTHOLE_TOKEN: TOKEN } });
  const local = url.replace('0.0.0.0', '127.0.0.1');
  const statusOf = async (authorization: string): Promise<number> =>
    (await ask(local, '/metrics', { headers: { authorization } })).status;
  assert.equal((await ask(local, '/metrics')).status, 401);
  assert.deepEqual(
    await Promise.all([`Bearer ${TOKEN}`, basic(TOKEN), 'Bearer wrong', basic('wrong'), 'Bearer'].map(statusOf)),
    [200, 200, 401, 401, 401],
  );
});

test('a configuration file says the same as the options, which go before it', async (t) => {
  const folder = temporaryFolder(t);
  const path = join(folder, 'serve.json');
  writeFileSync(path, JSON.stringify({ port: 1, token: TOKEN, dirs: [folder], targets: ['a*'] }));
  writeStatsFile(folder, 'a-1-1.mmstats', [{ label: 'hits', value: 1 }]);
  writeStatsFile(folder, 'b-2-2.mmstats', [{ label: 'hits', value: 1 }]);
  const { url } = await serve(t, ['--config', path]);
  const { body } = await ask(url, '/files/', { headers: { authorization: `Bearer ${TOKEN}` } });
  assert.deepEqual(JSON.parse(body), { files: [join(folder, 'a-1-1.mmstats')] });
  for (const [text, message] of [
    ['{"prot":1}', /prot means nothing/],
    ['{"port":"x"}', /port is a number/],
    ['{', /JSON/],
  ] as const) {
    writeFileSync(path, text);
    const { code, stderr } = await runPorthole(t, ['serve', '--config', path]);
    assert.equal(code, 2);
    assert.match(stderr, message);
  }
});

test('a port that is taken is said, and an interruption is a normal end', async (t) => {
  const folder = temporaryFolder(t);
  const first = await serve(t, ['--dir', folder]);
  const { port } = new URL(first.url);
  const { code, stderr } = await runPorthole(t, ['serve', '--port', port, '--dir', folder]);
  assert.deepEqual([code, stderr], [1, `porthole: port ${port} is taken: choose another with --port\n`]);
  first.child.kill('SIGTERM');
  assert.equal((await first.ended).code, 0);
});

async function jobsDone(url: string): Promise<number> {
  const { body } = await ask(url, '/metrics');
  return Number(/^jobs_done_total\{.*kind="mail"\} (\d+)$/m.exec(body)?.[1] ?? Number.NaN);
}

function basic(password: string): string {
  return `Basic ${Buffer.from(`me:${password}`).toString('base64')}`;
}
