import assert from 'node:assert/strict';
import { readFileSync, renameSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { startAnswering, startInspected } from '../support/agent.js';
import { portholeCommand, runPorthole, startPorthole } from '../support/command.js';
import { startProgram } from '../support/program.js';
import { decodeItems, readItems, samplesIn } from '../support/recording.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { until } from '../support/until.js';

const QUICK = ['--every', '0.1'];

function startRecord(t: TestContext, file: string, folder: string, ...more: readonly string[]) {
  return startPorthole(t, ['record', file, '--dir', folder, ...QUICK, ...more]);
}

const hasSamples = (file: string, count: number) => (): boolean =>
  statSync(file, { throwIfNoEntry: false }) !== undefined && samplesIn(readItems(file)).length >= count;

test('record writes what the readers see, for its owner only, and ends quietly with a whole recording', async (t) => {
  const program = await startAnswering(t, 'counts');
  const file = join(temporaryFolder(t), 'a.porthole');
  const recorder = startRecord(t, file, program.folder);
  await until('ten samples', hasSamples(file, 10));
  recorder.child.kill('SIGINT');
  assert.deepEqual(await recorder.ended, { code: 0, signal: null });
  assert.deepEqual(recorder.output(), { stdout: '', stderr: '' });
  assert.equal(statSync(file).mode & 0o777, 0o600);
  const items = readItems(file);
  assert.deepEqual([items[0]?.type, items.at(-1)?.type], ['session', 'end']);
  const last = samplesIn(items).at(-1)?.targets[0];
  assert.equal(last?.target.pid, program.pid);
  assert.ok(last?.files[0]?.snapshot?.fields.some(({ label }) => label === 'nodejs.heap.size.used'));
});

test('a second run appends a session, and --seconds and SIGTERM end it', async (t) => {
  const program = await startInspected(t, 'idle');
  const file = join(temporaryFolder(t), 'a.porthole');
  const args = ['record', file, '--dir', program.folder, ...QUICK];
  assert.equal((await runPorthole(t, [...args, '--seconds', '0.3'])).code, 0);
  const first = statSync(file).size;
  const recorder = startPorthole(t, args);
  await until('it grows', () => statSync(file).size > first);
  recorder.child.kill('SIGTERM');
  assert.equal((await recorder.ended).code, 0);
  const types = readItems(file).map(({ type }) => type);
  assert.equal(types.filter((type) => type === 'session').length, 2);
  assert.equal(types.filter((type) => type === 'end').length, 2);
  assert.ok(!types.includes('lost'));
});

test('record - is the same bytes in a pipe, sample by sample', async (t) => {
  const program = await startInspected(t, 'idle');
  const recorder = startProgram(t, [portholeCommand, 'record', '-', '--dir', program.folder, ...QUICK]);
  const chunks: Buffer[] = [];
  recorder.child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
  await until('three samples', () => samplesIn(decodeItems(Buffer.concat(chunks))).length >= 3);
  recorder.child.kill('SIGTERM');
  assert.equal((await recorder.ended).code, 0);
  assert.equal(decodeItems(Buffer.concat(chunks)).at(-1)?.type, 'end');
});

test('a reader of the pipe that has seen enough ends it quietly', async (t) => {
  const program = await startInspected(t, 'idle');
  const command = `node ${portholeCommand} record - --every 0.05 --dir ${program.folder} | head -c 10 >/dev/null; echo "codes \${PIPESTATUS[0]}"`;
  const shell = startProgram(t, ['-c', command], { command: 'bash' });
  assert.equal(await shell.line('codes'), 'codes 0');
  assert.equal(shell.output().stderr, '');
});

test('a process that gets stuck is asked for its stack once, and its stall is recorded when it is over', async (t) => {
  const program = await startAnswering(t, 'stands-still', { env: { PORTHOLE_STALL_MS: '200' } });
  const file = join(temporaryFolder(t), 'a.porthole');
  const recorder = startRecord(t, file, program.folder);
  await until('a sample', hasSamples(file, 1));
  program.child.stdin?.write('busy 2500\n');
  const items = await until('the stall', () => {
    const found = readItems(file);
    return found.some(({ type }) => type === 'stalls') && found;
  });
  recorder.child.kill('SIGINT');
  await recorder.ended;
  const dumps = items.flatMap((item) => (item.type === 'dump' ? [item.dump] : []));
  assert.equal(dumps.length, 1);
  const text = JSON.stringify(dumps[0]?.answer);
  assert.match(text, /grindOrders/);
  assert.match(text, /"name":"durationMs","value":"2500"/);
  const [stalls] = items.flatMap((item) => (item.type === 'stalls' ? [item.stalls] : []));
  assert.match(JSON.stringify(stalls?.report.stalls), /grindOrders/);
});

test('--no-locals leaves values out, and --no-dumps asks nobody', async (t) => {
  const program = await startAnswering(t, 'busy-loop');
  const folder = temporaryFolder(t);
  const [without, none] = [join(folder, 'a'), join(folder, 'b')];
  startRecord(t, none, program.folder, '--no-dumps');
  startRecord(t, without, program.folder, '--no-locals');
  const items = await until('a dump', () => {
    const found = statSync(without, { throwIfNoEntry: false }) === undefined ? [] : readItems(without);
    return found.some(({ type }) => type === 'dump') && found;
  });
  assert.doesNotMatch(JSON.stringify(items.filter(({ type }) => type === 'dump')), /"ada"|'ada'/);
  await until('as many samples', hasSamples(none, 15));
  assert.ok(readItems(none).every(({ type }) => type !== 'dump'));
});

test('--max-bytes ends before the file is larger', async (t) => {
  const program = await startInspected(t, 'counts');
  const file = join(temporaryFolder(t), 'a.porthole');
  const { code, stderr } = await runPorthole(t, [
    'record',
    file,
    '--dir',
    program.folder,
    '--every',
    '0.01',
    '--max-bytes',
    '12k',
  ]);
  assert.equal(code, 0);
  assert.match(stderr, /^porthole: .*a\.porthole: \d+ samples, .*; 12 KiB is its limit\n$/);
  assert.ok(statSync(file).size <= 12 * 1024);
  assert.equal(readItems(file).at(-1)?.type, 'end');
});

test('a file that is moved away is begun anew, and one that is shortened is gone on with', async (t) => {
  const program = await startInspected(t, 'idle');
  const file = join(temporaryFolder(t), 'a.porthole');
  startRecord(t, file, program.folder);
  await until('samples', hasSamples(file, 3));
  renameSync(file, `${file}.1`);
  await until('a new file', hasSamples(file, 3));
  truncateSync(file, 0);
  await until('samples again', hasSamples(file, 3));
  assert.equal(readItems(file).filter(({ type }) => type === 'session').length, 1);
  assert.ok(samplesIn(readItems(`${file}.1`)).length >= 3);
});

test('two that record into one file lose nothing to each other', async (t) => {
  const program = await startInspected(t, 'idle');
  const file = join(temporaryFolder(t), 'a.porthole');
  const both = [startRecord(t, file, program.folder), startRecord(t, file, program.folder)];
  await until('samples', hasSamples(file, 20));
  for (const { child } of both) child.kill('SIGINT');
  for (const { ended } of both) assert.equal((await ended).code, 0);
  assert.ok(readItems(file).every(({ type }) => type !== 'lost' && type !== 'cutOff'));
});

test('something else is not appended to, and what cannot be written is said in one line', async (t) => {
  const folder = temporaryFolder(t);
  const other = join(folder, 'notes.txt');
  writeFileSync(other, 'buy milk');
  const lineOf = async (file: string): Promise<string> => {
    const { code, stdout, stderr } = await runPorthole(t, ['record', file, '--dir', folder, '--seconds', '1']);
    assert.notEqual(code, 0);
    assert.deepEqual([stdout, stderr.split('\n').length], ['', 2], stderr);
    return stderr;
  };
  assert.match(await lineOf(other), /notes\.txt: no recording of porthole: nothing is appended to it/);
  assert.equal(readFileSync(other, 'utf8'), 'buy milk');
  assert.match(await lineOf(join(folder, 'absent', 'a')), /there is no such folder/);
  assert.match(await lineOf(folder), /directory|folder/);
  assert.match(await lineOf('/dev/full'), /the disk is full/);
});

test('a disk that becomes full ends it with one line, and what was recorded is kept', async (t) => {
  const program = await startInspected(t, 'counts');
  const disk = join(temporaryFolder(t), '.');
  const record = `node ${portholeCommand} record ${disk}/a --every 0.02 --dir ${program.folder}; echo "code $?"; cp ${disk}/a "$0"`;
  const copy = join(temporaryFolder(t), 'copy');
  const script = `mount -t tmpfs -o size=32k none ${disk} && ${record}`;
  const shell = startProgram(t, ['-m', 'bash', '-c', script, copy], { command: 'unshare' });
  const { code } = await shell.ended;
  if (/not permitted|Permission denied|must be superuser/.test(shell.output().stderr)) {
    t.skip('nothing may be mounted here');
    return;
  }
  assert.equal(code, 0, shell.output().stderr);
  assert.match(shell.output().stdout, /^code 1$/m);
  assert.match(shell.output().stderr, /^porthole: .*: the disk is full; what was recorded is kept\n$/);
  const items = readItems(copy);
  assert.ok(samplesIn(items).length > 3);
  assert.ok(items.every(({ type }) => type !== 'cutOff' && type !== 'lost'));
});
