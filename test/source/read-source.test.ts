import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readSource } from '../../src/source/read-source.js';
import { startInspected } from '../support/agent.js';
import { skipWithoutNamespaces, startContained } from '../support/namespaces.js';
import { fixtureProgram } from '../support/project.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const { pid } = process;
const text = Array.from({ length: 9 }, (_, index) => `line ${index + 1}\n`).join('');

test('the three lines before and after a place are read, with tabs and escapes as they are', async (t) => {
  const file = join(temporaryFolder(t), 'app.js');
  writeFileSync(file, text.replace('line 5', '\tline \x1b[5m'));
  const afterStartS = Date.now() / 1000 + 60;
  utimesSync(file, afterStartS, afterStartS);
  const lines = ['line 2', 'line 3', 'line 4', '\tline \x1b[5m', 'line 6', 'line 7', 'line 8'];
  assert.deepEqual(await readSource({ pid, file, line: 5 }), { state: 'read', firstLine: 2, lines, isChanged: true });
  const first = await readSource({ pid, file, line: 1 });
  assert.deepEqual(first.state === 'read' && [first.firstLine, first.lines.length], [1, 4]);
});

test('a file that is older than the process has not changed', async (t) => {
  const file = join(temporaryFolder(t), 'app.js');
  writeFileSync(file, text);
  utimesSync(file, 1000, 1000);
  const excerpt = await readSource({ pid, file, line: 5 });
  assert.equal(excerpt.state === 'read' && excerpt.isChanged, false);
});

test('what is no regular file, too large, too short, or not there is not read, and the reason is said', async (t) => {
  const folder = temporaryFolder(t);
  const [pipe, large, short] = ['pipe', 'large', 'short'].map((name) => join(folder, name));
  assert.ok(pipe !== undefined && large !== undefined && short !== undefined);
  spawnSync('mkfifo', [pipe]);
  writeFileSync(large, Buffer.alloc(5 * 2 ** 20));
  writeFileSync(short, 'one\n');
  const reasons: Readonly<Record<string, string>> = {
    [pipe]: 'it is no regular file',
    '/dev/zero': 'it is no regular file',
    [folder]: 'it is no regular file',
    [large]: 'it has 5 MiB',
    [short]: 'it has only 2 lines: it was changed',
    [join(folder, 'none')]: 'there is no such file',
    'webpack://app/a.js': 'it is no file',
  };
  for (const [file, reason] of Object.entries(reasons)) {
    assert.deepEqual(await readSource({ pid, file, line: 5 }), { state: 'missing', reason }, file);
  }
});

test('of a process that has ended nothing is read: its pid may be another’s, its files of another root', async (t) => {
  const program = await startInspected(t, 'idle');
  program.child.kill('SIGKILL');
  await program.ended;
  const excerpt = await readSource({ pid: program.pid, file: fixtureProgram('idle'), line: 1 });
  assert.deepEqual(excerpt, { state: 'missing', reason: 'the process has ended' });
});

test('of a process in a container its own files are read, and no link is followed out of it', {
  skip: skipWithoutNamespaces,
}, async (t) => {
  const program = await startContained(t, 'idle', { hasOwnPids: true });
  const ours = join(temporaryFolder(t), 'ours.js');
  writeFileSync(ours, text);
  const read = (file: string) => readSource({ pid: program.outerPid, file, line: 1 });
  assert.equal((await read(fixtureProgram('idle'))).state, 'read');
  assert.deepEqual(await read(ours), { state: 'missing', reason: 'there is no such file' });
  const link = `/proc/${program.outerPid}/root/tmp/link.js`;
  symlinkSync('/etc/passwd', link);
  const reason = 'a link leads to it, in another root';
  assert.deepEqual(await read('/tmp/link.js'), { state: 'missing', reason });
});
