import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { usualPlaces } from '../../src/source/places.js';
import { temporaryFolder } from '../support/temporary-folder.js';

function pathsOf(folder: string, env: Readonly<Record<string, string>>): readonly string[] {
  const surroundings = {
    env,
    uid: 1000,
    temporaryFolder: join(folder, 'tmp'),
    sharedMemoryFolder: join(folder, 'shm'),
    root: '',
  };
  return usualPlaces(surroundings)
    .map(({ path }) => path)
    .filter((path) => path.startsWith(folder));
}

test('our own folders come first, then those of other users, then the classic places', (t) => {
  const folder = temporaryFolder(t);
  for (const path of ['shm/porthole-7', 'shm/porthole-1000', 'shm/porthole-x', 'tmp/porthole-8']) {
    mkdirSync(join(folder, path), { recursive: true });
  }
  const expected = ['shm/porthole-1000', 'tmp/porthole-1000', 'shm/porthole-7', 'tmp/porthole-8', 'tmp'];
  assert.deepEqual(
    pathsOf(folder, {}),
    expected.map((path) => join(folder, path)),
  );
});

test('the folder that was chosen for porthole comes before all', (t) => {
  const folder = temporaryFolder(t);
  assert.equal(pathsOf(folder, { PORTHOLE_DIR: join(folder, 'mine') })[0], join(folder, 'mine'));
});

test('the places of mmstats are searched, and its pattern holds', (t) => {
  const folder = temporaryFolder(t);
  const env = { MMSTATS_PATH: join(folder, 'a'), MMSTATS_GLOB: join(folder, 'b', 'app-*'), TMPDIR: '' };
  assert.deepEqual(
    pathsOf(folder, env).slice(2),
    ['b', 'a', 'tmp'].map((name) => join(folder, name)),
  );
  const place = usualPlaces({ env, uid: 1, temporaryFolder: folder, sharedMemoryFolder: folder, root: '' }).find(
    ({ path }) => path === join(folder, 'b'),
  );
  assert.equal(place?.isStats('app-1'), true);
  assert.equal(place?.isStats('other.mmstats'), false);
});
