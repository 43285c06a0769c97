import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type InFlightReport, type Operation, parseInFlight } from '../../src/format/in-flight.js';
import { askConsole, type Inspected, readSocket, requestDump, startAnswering } from '../support/agent.js';
import { fixtureProgram } from '../support/project.js';
import { until } from '../support/until.js';

const onLinux = { skip: process.platform === 'linux' ? false : 'needs /proc' };

async function readInFlight({ socket }: Inspected): Promise<InFlightReport> {
  const { body } = await askConsole(socket, '/in-flight');
  const report = parseInFlight(body);
  if (report === undefined) throw new Error(`nothing in flight: ${JSON.stringify(body)}`);
  return report;
}

function of({ operations }: InFlightReport, kind: string): readonly Operation[] {
  return operations.filter((operation) => operation.kind === kind);
}

function say(program: Inspected, line: string): void {
  program.child.stdin?.write(`${line}\n`);
}

async function untilState(program: Inspected, state: string): Promise<void> {
  await until(`it is ${state}`, async () => (await requestDump(program.socket)).threads[0]?.state === state);
}

test('requests and jobs are in flight with their ages, oldest first and without secrets', async (t) => {
  const report = await readInFlight(await startAnswering(t, 'has-much-in-flight'));
  const requests = of(report, 'http.server').map(({ detail }) => detail);
  assert.deepEqual(requests.slice(0, 2), [
    'GET /orders/1?token=[redacted]&page=1',
    'GET /orders/2?token=[redacted]&page=1',
  ]);
  assert.equal(requests.length, 6);
  const [job] = of(report, 'job');
  assert.equal(job?.detail, 'id: 7, password: [redacted]');
  assert.ok(job.where?.startsWith(`buildReport (${fixtureProgram('has-much-in-flight')}:`), job.where);
  const ages = report.operations.map(({ ageMs }) => ageMs);
  assert.deepEqual(
    ages,
    ages.toSorted((a, b) => b - a),
  );
});

test('requests in flight are readable while the main thread is in a busy loop', async (t) => {
  const program = await startAnswering(t, 'has-much-in-flight');
  say(program, 'busy');
  await untilState(program, 'running');
  const report = await readInFlight(program);
  assert.deepEqual([of(report, 'http.server').length, of(report, 'job').length], [6, 1]);
});

test('they are readable in native code, and so is the command that it waits for', onLinux, async (t) => {
  const program = await startAnswering(t, 'has-much-in-flight');
  say(program, 'exec');
  await untilState(program, 'blocked');
  const report = await readInFlight(program);
  assert.equal(of(report, 'http.server').length, 6);
  const [child] = of(report, 'child process');
  assert.match(child?.detail ?? '', /^\d+ \/bin\/sh -c sleep 60 # --password=\[redacted\]$/);
  process.kill(Number(child?.detail.split(' ')[0]));
  assert.equal(report.handles?.source, 'kernel');
  assert.ok(report.handles.handles.some(({ type, detail }) => type === 'TCP server' && detail.startsWith('on 127.')));
});

test('what the program asks of others is in flight, by http and by fetch', async (t) => {
  const program = await startAnswering(t, 'has-much-in-flight');
  say(program, 'ask');
  const [get, fetched] = await until('both requests', async () => {
    const report = await readInFlight(program);
    const both = [...of(report, 'http.client'), ...of(report, 'fetch')];
    return both.length === 2 && both;
  });
  assert.match(get?.detail ?? '', /^GET http:\/\/127\.0\.0\.1:\d+\/invoices\?token=\[redacted\]$/);
  assert.match(fetched?.detail ?? '', /^GET http:\/\/127\.0\.0\.1:\d+\/reports\?token=\[redacted\]$/);
});

test('what a worker thread tracks is in flight there, until the thread ends', async (t) => {
  const program = await startAnswering(t, 'has-much-in-flight');
  say(program, 'thread');
  const resize = await until('what the thread tracks', async () => of(await readInFlight(program), 'resize')[0]);
  assert.ok(resize.threadId > 0);
});

test('an idle program says what keeps it from ending', async (t) => {
  const program = await startAnswering(t, 'has-much-in-flight');
  const text = await readSocket(program.socket);
  assert.match(text, /^# In flight \(7\):$/m);
  assert.match(text, /^ +[\d.]+ m?s {2}job id: 7, password: \[redacted\], begun at buildReport \(/m);
  assert.match(text, /^ {4}… and 3 alike, the youngest /m);
  assert.match(text, /^# Open handles \(\d+\), which keep it from ending:$/m);
  assert.match(text, /^ {2}Server listening on 127\.0\.0\.1:\d+/m);
});

test('what stands in flight does not hold the program back from ending', async (t) => {
  const program = await startAnswering(t, 'has-much-in-flight');
  program.child.stdin?.end();
  assert.deepEqual([(await program.ended).code, program.output().stderr], [0, '']);
});
