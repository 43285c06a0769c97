import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { parseStallReport, type Stall, type StallReport } from '../../src/format/stalls.js';
import { askConsole, type Inspected, readFields, startAnswering, startInspected } from '../support/agent.js';
import { fixtureProgram } from '../support/project.js';
import { until } from '../support/until.js';

const onLinux = { skip: process.platform === 'linux' ? false : 'needs /proc' };
// A quick threshold for quick tests; a test that shows that there is no stall takes the usual one.
const QUICK = { env: { PORTHOLE_STALL_MS: '200' } };

async function readStalls({ socket }: Inspected): Promise<StallReport> {
  const { body } = await askConsole(socket, '/stalls');
  const report = parseStallReport(body);
  if (report === undefined) throw new Error(`no stalls: ${JSON.stringify(body)}`);
  return report;
}

// On a machine out of breath the program may be late of itself as well.
async function holdUp(program: Inspected, line: string, functionName: string): Promise<Stall> {
  program.child.stdin?.write(`${line}\n`);
  return await until(`a stall in ${functionName}`, async () => {
    const { stalls } = await readStalls(program);
    return stalls.find((stall) => !stall.isLasting && isIn(stall, functionName));
  });
}

function isIn({ stacks }: Stall, functionName: string): boolean {
  return stacks.some(({ frames }) => frames.some((frame) => frame.functionName === functionName));
}

test('a busy loop is recorded by itself: when, how long and in which function', async (t) => {
  const program = await startAnswering(t, 'stands-still', QUICK);
  const beforeWallMs = Date.now();
  const stall = await holdUp(program, 'busy 1500', 'grindOrders');
  const [stack] = stall.stacks;
  assert.equal(stack?.state, 'running');
  assert.equal(stack?.frames[0]?.file, fixtureProgram('stands-still'));
  assert.ok(stall.lengthMs > 1000 && stall.startedWallMs >= beforeWallMs - 1000);
});

test('a stall is seen while it lasts, and counted in the stats file', async (t) => {
  const program = await startAnswering(t, 'stands-still', QUICK);
  program.child.stdin?.write('busy 60000\n');
  await until('a stall that lasts', async () => (await readStalls(program)).stalls.some(({ isLasting }) => isLasting));
  const fields = readFields(program.folder);
  assert.ok(Number(fields.get('porthole.stalls')?.value) >= 1);
  assert.ok(Number(fields.get('porthole.stall.longest')?.value) >= 200);
});

test('a program in native code is said to wait, and where it came back', onLinux, async (t) => {
  const program = await startAnswering(t, 'stands-still', QUICK);
  const stall = await holdUp(program, 'sleep 2500', 'runReport');
  const states = stall.stacks.map(({ state }) => state);
  assert.ok(states.includes('blocked') && states.includes('returned'), states.join());
  assert.equal(stall.stacks.find(({ state }) => state === 'blocked')?.native?.activity, 'waiting');
});

test('a process that was stopped by a signal has not stalled', async (t) => {
  const program = await startAnswering(t, 'idle');
  program.child.kill('SIGSTOP');
  await setTimeout(2500);
  program.child.kill('SIGCONT');
  const beatOf = (): number => Number(readFields(program.folder).get('org.porthole.heartbeat')?.value);
  const stoppedMs = beatOf();
  await until('its event loop turns again', () => beatOf() > stoppedMs);
  assert.equal((await readStalls(program)).count, 0);
});

test('a program that a debugger holds has not stalled', async (t) => {
  const program = await startInspected(t, 'is-held-by-a-debugger');
  await program.line('RESUMED');
  const { stalls } = await readStalls(program);
  // It is held for 3 s; a machine out of breath may delay it for a moment besides.
  assert.deepEqual(
    stalls.filter(({ lengthMs }) => lengthMs > 2000),
    [],
  );
});

test('the file of stalls is the user’s own, and gone when the program ends by itself', async (t) => {
  const program = await startAnswering(t, 'stands-still', QUICK);
  await holdUp(program, 'busy 900', 'grindOrders');
  assert.equal(statSync(join(program.folder, `stalls-${program.pid}.json`)).mode & 0o777, 0o600);
  program.child.stdin?.end();
  await program.ended;
  assert.deepEqual(readdirSync(program.folder), []);
});

test('PORTHOLE_STALL_MS=0 watches for no stalls', async (t) => {
  const program = await startAnswering(t, 'idle', { env: { PORTHOLE_STALL_MS: '0' } });
  assert.equal((await readStalls(program)).thresholdMs, 0);
  assert.equal(readFields(program.folder).has('porthole.stalls'), false);
});

test('a PORTHOLE_STALL_MS that means nothing gets one warning', async (t) => {
  const program = await startAnswering(t, 'idle', { env: { PORTHOLE_STALL_MS: 'soon' } });
  assert.equal((await readStalls(program)).thresholdMs, 1000);
  assert.match(program.output().stderr, /PORTHOLE_STALL_MS is a number/);
});
