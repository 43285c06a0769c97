import assert from 'node:assert/strict';
import { appendFileSync, copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { encodeHeader } from '../../src/format/recording/frame.js';
import { RecordingEncoder } from '../../src/format/recording/recording-encoder.js';
import { startAnswering, startInspected } from '../support/agent.js';
import { runPorthole } from '../support/command.js';
import { fleetSample } from '../support/literal-samples.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { until } from '../support/until.js';

function writeRecording(path: string, seconds: number): void {
  const encoder = new RecordingEncoder();
  writeFileSync(path, encodeHeader());
  const session = { hostName: 'web-1', userName: 'ada', startedWallMs: 0, intervalMs: 1000, portholeVersion: '0.1.0' };
  appendFileSync(path, encoder.session(session));
  for (let second = 0; second < seconds; second++) appendFileSync(path, encoder.sample(fleetSample(second)));
}

test('without a terminal open prints the processes and metrics of the last moment, packed or not', async (t) => {
  const path = join(temporaryFolder(t), 'a.porthole');
  writeRecording(path, 10);
  const { code, stdout, stderr } = await runPorthole(t, ['open', path]);
  assert.deepEqual([code, stderr], [0, '']);
  assert.match(stdout, /^4121 +api +live +alice +3h00m +12% /m);
  assert.match(stdout, /^4150: event loop blocked 3\.2 s$/m);
  assert.match(stdout, new RegExp(`http\\.requests +${1_203_000 + 9 * 412}`));
  writeFileSync(`${path}.gz`, gzipSync(readFileSync(path)));
  assert.equal((await runPorthole(t, ['open', `${path}.gz`])).stdout, stdout);
});

test('open --json is one object with the source, the processes and the files', async (t) => {
  const path = join(temporaryFolder(t), 'a.porthole');
  writeRecording(path, 10);
  const { stdout } = await runPorthole(t, ['open', '--json', path]);
  const { version, source, processes, files } = JSON.parse(stdout) as {
    readonly version: number;
    readonly source: { readonly hostName: string; readonly samples: number };
    readonly processes: readonly object[];
    readonly files: readonly object[];
  };
  assert.deepEqual([version, source.hostName, source.samples], [1, 'web-1', 10]);
  assert.deepEqual([processes.length, files.length], [5, 3]);
});

test('of a recording that was cut off everything before is shown, and when it was cut off', async (t) => {
  const path = join(temporaryFolder(t), 'a.porthole');
  writeRecording(path, 10);
  writeFileSync(path, readFileSync(path).subarray(0, -3));
  const { code, stdout, stderr } = await runPorthole(t, ['open', path], { env: { TZ: 'UTC' } });
  assert.deepEqual([code, stderr], [0, 'porthole: cut off after 12:00:08\n']);
  assert.match(stdout, new RegExp(`http\\.requests +${1_203_000 + 8 * 412}`));
});

test('a long recording is thinned out, and its last moment is shown', async (t) => {
  const path = join(temporaryFolder(t), 'a.porthole');
  writeRecording(path, 8000);
  const { code, stdout } = await runPorthole(t, ['open', path]);
  assert.equal(code, 0);
  assert.match(stdout, new RegExp(`http\\.requests +${1_203_000 + 7999 * 412}`));
});

test('what is no recording is said in one line', async (t) => {
  const folder = temporaryFolder(t);
  const at = (name: string, bytes: Uint8Array | string): string => {
    writeFileSync(join(folder, name), bytes);
    return join(folder, name);
  };
  mkdirSync(join(folder, 'empty'));
  const later = Uint8Array.of(...encodeHeader().slice(0, -1), 9);
  const cases: readonly (readonly [string, RegExp])[] = [
    [join(folder, 'absent'), /absent: there is no such file or folder/],
    [at('zero', ''), /zero: it is empty/],
    [at('text', 'hello, this is a text'), /text: no recording of porthole/],
    [at('later', later), /version 9 of the format; this porthole reads version 1/],
    [at('bare', encodeHeader()), /bare: a recording without a sample/],
    [join(folder, 'empty'), /no stats file is in it/],
    ['/dev/null', /neither a file nor a folder/],
  ];
  for (const [path, line] of cases) {
    const { code, stdout, stderr } = await runPorthole(t, ['open', path]);
    assert.ok(code === 1 || code === 2, path);
    assert.match(stderr, line);
    assert.deepEqual([stdout, stderr.split('\n').length], ['', 2], stderr);
  }
});

test('a folder that was copied from another machine shows what dead processes left, and is not changed', async (t) => {
  const program = await startAnswering(t, 'stands-still', { env: { PORTHOLE_STALL_MS: '200' } });
  program.child.stdin?.write('busy 60000\n');
  const stalls = `stalls-${program.pid}.json`;
  await until('a stall', () => readdirSync(program.folder).includes(stalls));
  program.child.kill('SIGKILL');
  await program.ended;
  const copy = temporaryFolder(t);
  for (const name of readdirSync(program.folder).filter((each) => !each.startsWith('socket'))) {
    copyFileSync(join(program.folder, name), join(copy, name));
  }
  const before = readdirSync(copy);
  const { code, stdout, stderr } = await runPorthole(t, ['open', copy]);
  assert.deepEqual([code, stderr], [0, '']);
  assert.match(stdout, new RegExp(`^ *${program.pid} +\\S+ +ended `, 'm'));
  assert.match(stdout, /^ {2}porthole\.stalls +1/m);
  assert.deepEqual(readdirSync(copy), before);
});

test('a process that lives with files in the folder is not called dead', async (t) => {
  const program = await startInspected(t, 'idle');
  const { stdout, stderr } = await runPorthole(t, ['open', program.folder]);
  assert.match(stdout, new RegExp(`^ *${program.pid} +\\S+ +live `, 'm'));
  assert.match(stderr, /1 of them live: porthole .* follows them/);
});
