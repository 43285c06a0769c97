import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { parseStallReport } from '../../src/format/stalls.js';
import { type Inspected, startAnswering } from '../support/agent.js';
import { runPorthole } from '../support/command.js';
import { until } from '../support/until.js';

const QUICK = { env: { PORTHOLE_STALL_MS: '200' } };
const IN_THE_LOOP = / {2}After .*: running\n(?: {4}.*\n)* {4}grindOrders \(.*stands-still\.js:\d+:\d+\)$/m;

async function printStalls(t: Parameters<typeof runPorthole>[0], program: Inspected): Promise<string> {
  return (await runPorthole(t, ['stack', '--stalls', '--dir', program.folder])).stdout;
}

test('stack --stalls prints what held the event loop', async (t) => {
  const program = await startAnswering(t, 'stands-still', QUICK);
  program.child.stdin?.write('busy 1500\n');
  const stdout = await until('a stall', async () => {
    const text = await printStalls(t, program);
    return IN_THE_LOOP.test(text) && text;
  });
  assert.match(stdout, /^# Stalls: \d+ \(event loop late by 200 ms or more\), longest /m);
});

test('stack --stalls reads what a killed process left, and clean removes it', async (t) => {
  const program = await startAnswering(t, 'stands-still', QUICK);
  program.child.stdin?.write('busy 60000\n');
  await until('a stall', async () => IN_THE_LOOP.test(await printStalls(t, program)));
  program.child.kill('SIGKILL');
  await program.ended;
  const { code, stdout } = await runPorthole(t, ['stack', '--stalls', '--dir', program.folder, String(program.pid)]);
  assert.equal(code, 0);
  assert.match(stdout, /^\*\*\*\* .* \(pid \d+, ended by a signal or a crash of native code; /);
  assert.match(stdout, IN_THE_LOOP);
  await runPorthole(t, ['clean', '--dir', program.folder]);
  assert.deepEqual(readdirSync(program.folder), []);
});

test('stack --stalls --json is the report of each process on one line', async (t) => {
  const program = await startAnswering(t, 'idle');
  const { stdout } = await runPorthole(t, ['stack', '--stalls', '--json', '--dir', program.folder]);
  const report = parseStallReport(JSON.parse(stdout));
  assert.deepEqual([report?.pid, report?.count], [program.pid, 0]);
});
