import assert from 'node:assert/strict';
import { readdirSync, readlinkSync, readSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { OpenFiles } from '../../src/source/open-files.js';
import { Poller } from '../../src/source/poll.js';
import { readProcess } from '../../src/source/process-info.js';
import type { Sample } from '../../src/source/sample.js';
import { everything } from '../../src/source/select.js';
import { startProgram } from '../support/program.js';
import { agentFields, writeStatsFile } from '../support/stats-file.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const skip = process.platform === 'linux' ? false : 'it looks into /proc';

test('a file that is kept open is read as it is now, and for another version opened anew', (t) => {
  const path = join(temporaryFolder(t), 'file');
  writeFileSync(path, 'one');
  using files = new OpenFiles();
  files.keep();
  assert.equal(files.use(path, 1, readText), 'one');
  writeFileSync(path, 'two');
  assert.equal(files.use(path, 1, readText), 'two');
  writeFileSync(`${path}.new`, 'six');
  renameSync(`${path}.new`, path);
  assert.equal(files.use(path, 1, readText), 'two');
  assert.equal(files.use(path, 2, readText), 'six');
});

test('what was not used since the last time is closed, and all of it at the end', { skip }, (t) => {
  const folder = temporaryFolder(t);
  const [one, two] = [join(folder, 'one'), join(folder, 'two')];
  for (const path of [one, two]) writeFileSync(path, '');
  const files = new OpenFiles();
  files.keep();
  for (const path of [one, two]) files.use(path, 1, readText);
  files.closeUnused();
  files.use(one, 1, readText);
  assert.deepEqual(listOpen(folder), [one, two]);
  files.closeUnused();
  assert.deepEqual(listOpen(folder), [one]);
  files[Symbol.dispose]();
  assert.deepEqual(listOpen(folder), []);
  files.use(one, 1, readText);
  assert.deepEqual(listOpen(folder), []);
});

test('a process that has ended is gone, though what /proc said of it was kept open', { skip }, async (t) => {
  const program = startProgram(t, ['-e', 'process.stdin.resume(); console.log("READY")']);
  await program.line('READY');
  using files = new OpenFiles();
  files.keep();
  const before = readProcess(program.pid, undefined, files);
  assert.equal(before.state, 'alive');
  program.child.stdin?.end();
  await program.ended;
  assert.equal(readProcess(program.pid, before, files).state, 'gone');
});

test('samples keep the stats files open until they end, and see one that took the place of another', async (t) => {
  const folder = temporaryFolder(t);
  const name = `app-${process.pid}-${process.pid}.mmstats`;
  writeStatsFile(folder, name, agentFields({ name: 'shop' }));
  const names: string[] = [];
  for await (const sample of new Poller(everything([folder])).samples({ intervalMs: 1 })) {
    names.push(nameOf(sample));
    if (names.length === 1) {
      rmSync(join(folder, name));
      writeStatsFile(folder, name, agentFields({ name: 'store' }));
    }
    if (!skip) assert.equal(listOpen(folder).length, 1);
    if (names.length === 3) break;
  }
  assert.deepEqual(names, ['shop', 'store', 'store']);
  if (!skip) assert.deepEqual(listOpen(folder), []);
});

function readText(file: number): string {
  const bytes = Buffer.alloc(8);
  return bytes.toString('utf8', 0, readSync(file, bytes, 0, bytes.length, 0));
}

function nameOf({ targets }: Sample): string {
  return targets.find(({ target }) => target.pid === process.pid)?.name ?? '';
}

function listOpen(folder: string): readonly string[] {
  const links = readdirSync('/proc/self/fd').flatMap((name) => linkOf(name) ?? []);
  return links.filter((path) => path.startsWith(`${folder}/`)).toSorted();
}

// That with which the folder itself was listed is closed by now.
function linkOf(name: string): string | undefined {
  try {
    return readlinkSync(`/proc/self/fd/${name}`);
  } catch {
    return undefined;
  }
}
