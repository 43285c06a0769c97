import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Poller } from '../../src/source/poll.js';
import { parseSelection } from '../../src/source/select.js';
import { agentFields, writeStatsFile } from '../support/stats-file.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const OTHER_PID = 4_194_305;

/** Two processes: `shop` with two files, and the ended `cron`. */
function twoProcesses(folder: string): void {
  writeStatsFile(folder, `app-${process.pid}-${process.pid}.mmstats`, agentFields({ name: 'shop' }));
  writeStatsFile(folder, `app-${process.pid}-99999.mmstats`, [{ label: 'hits', value: 1 }]);
  writeStatsFile(folder, `app-${OTHER_PID}-${OTHER_PID}.mmstats`, agentFields({ name: 'cron' }));
}

function namesOf(targets: readonly string[], dirs: readonly string[]): readonly string[] {
  return new Poller(parseSelection(targets, dirs)).poll().targets.map(({ name }) => name);
}

test('no target means all', (t) => {
  const folder = temporaryFolder(t);
  twoProcesses(folder);
  assert.deepEqual(namesOf([], [folder]).toSorted(), ['cron', 'shop']);
});

test('a number is a pid, a word a name, and a word with a star a pattern', (t) => {
  const folder = temporaryFolder(t);
  twoProcesses(folder);
  assert.deepEqual(namesOf([String(process.pid)], [folder]), ['shop']);
  assert.deepEqual(namesOf(['cron'], [folder]), ['cron']);
  assert.deepEqual(namesOf(['sh*'], [folder]), ['shop']);
  assert.deepEqual(namesOf(['nobody'], [folder]), []);
});

test('a folder is searched, and only that', (t) => {
  const folder = temporaryFolder(t);
  twoProcesses(folder);
  const sample = new Poller(parseSelection([folder])).poll();
  assert.equal(sample.targets.length, 2);
  assert.deepEqual(
    sample.searched.map(({ path }) => path),
    [folder],
  );
});

test('the path of a stats file chooses that file alone', (t) => {
  const folder = temporaryFolder(t);
  twoProcesses(folder);
  const path = join(folder, `app-${process.pid}-99999.mmstats`);
  const [target] = new Poller(parseSelection([path])).poll().targets;
  assert.deepEqual(
    target?.files.map((file) => file.path),
    [path],
  );
});

test('a stats file that was named is read whatever its name is, and behind a link', (t) => {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, 'real'));
  const path = writeStatsFile(join(folder, 'real'), 'anything.bin', [{ label: 'sys.pid', value: process.pid }]);
  symlinkSync(path, join(folder, 'link'));
  const [target] = new Poller(parseSelection([join(folder, 'link')])).poll().targets;
  assert.equal(target?.target.pid, process.pid);
});

test('a path where there is nothing is not found', (t) => {
  const path = join(temporaryFolder(t), 'none');
  assert.throws(() => parseSelection([path]), {
    code: 'not-found',
    message: `${path}: there is no such file or folder`,
  });
});

test('a path through a file is not found', (t) => {
  const path = join(temporaryFolder(t), 'file');
  writeFileSync(path, '');
  assert.throws(() => parseSelection([join(path, 'x')]), { code: 'not-found' });
});
