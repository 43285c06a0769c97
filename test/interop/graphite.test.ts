import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { startInspected } from '../support/agent.js';
import { startPorthole } from '../support/command.js';
import { skipWithout } from '../support/debian.js';
import { freePort } from '../support/free-port.js';
import { type Program, startProgram } from '../support/program.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { until } from '../support/until.js';

const skip = skipWithout('carbon-cache', 'graphite-carbon') || skipWithout('whisper-fetch', 'python3-whisper');

test('a real carbon gets the metrics, also those of the time in which it was stopped', { skip }, async (t) => {
  const program = await startInspected(t, 'works');
  const carbon = await prepareCarbon(t);
  const first = carbon.start();
  const args = [
    'push',
    `graphite://127.0.0.1:${carbon.port}`,
    '--every',
    '1',
    '--prefix',
    'box',
    '--dir',
    program.folder,
  ];
  const pushing = startPorthole(t, args);
  const file = join(carbon.folder, 'whisper/box/porthole_works_js/jobs/done/kind/mail/count.wsp');
  const points = (): readonly (readonly [number, number])[] => (existsSync(file) ? readPoints(file) : []);
  await until('carbon has written', () => points().length > 0);
  first.child.kill('SIGTERM');
  await first.ended;
  await until('the loss is said', () => pushing.output().stderr.includes('what comes meanwhile waits'));
  const stoppedS = Math.floor(Date.now() / 1000);
  await until('a second in which nobody listens', () => Date.now() / 1000 >= stoppedS + 2);
  carbon.start();
  await until('it has what was pushed before and after', () => points().some(([second]) => second > stoppedS + 3));
  assert.ok(points().some(([second]) => second === stoppedS + 1));
  const values = points().map(([, value]) => value);
  assert.deepEqual(
    values,
    values.toSorted((a, b) => a - b),
  );
});

async function prepareCarbon(
  t: TestContext,
): Promise<{ readonly folder: string; readonly port: number; readonly start: () => Program }> {
  const folder = temporaryFolder(t);
  const [port, queryPort] = [await freePort(), await freePort()];
  mkdirSync(join(folder, 'conf'));
  const config = join(folder, 'conf/carbon.conf');
  writeFileSync(
    config,
    `[cache]
STORAGE_DIR = ${folder}
LOCAL_DATA_DIR = ${folder}/whisper
CONF_DIR = ${folder}/conf
LOG_DIR = ${folder}/log
PID_DIR = ${folder}
USER =
LINE_RECEIVER_INTERFACE = 127.0.0.1
LINE_RECEIVER_PORT = ${port}
PICKLE_RECEIVER_INTERFACE = 127.0.0.1
PICKLE_RECEIVER_PORT = 0
CACHE_QUERY_INTERFACE = 127.0.0.1
CACHE_QUERY_PORT = ${queryPort}
ENABLE_UDP_LISTENER = False
MAX_CACHE_SIZE = inf
MAX_UPDATES_PER_SECOND = inf
MAX_CREATES_PER_MINUTE = inf
`,
  );
  writeFileSync(join(folder, 'conf/storage-schemas.conf'), '[all]\npattern = .*\nretentions = 1s:10m\n');
  const args = [`--config=${config}`, `--pidfile=${folder}/carbon.pid`, '--nodaemon', 'start'];
  return { folder, port, start: () => startProgram(t, args, { command: 'carbon-cache' }) };
}

function readPoints(file: string): readonly (readonly [number, number])[] {
  const from = String(Math.floor(Date.now() / 1000) - 300);
  const { stdout } = spawnSync('whisper-fetch', [`--from=${from}`, file], { encoding: 'utf8' });
  const points = stdout.split('\n').map((line) => line.split('\t').map(Number));
  return points.flatMap(([second = 0, value = Number.NaN]) =>
    Number.isFinite(value) ? [[second, value] as const] : [],
  );
}
