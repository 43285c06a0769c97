import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openRuntimeFolder } from '../../src/agent/runtime-folder.js';
import { temporaryFolder } from '../support/temporary-folder.js';

test('the runtime folder is made for its owner only', (t) => {
  const folder = join(temporaryFolder(t), 'made');
  assert.equal(openRuntimeFolder({ PORTHOLE_DIR: folder }), folder);
  assert.equal(statSync(folder).mode & 0o777, 0o700);
});

test('a runtime folder that is a symbolic link is refused', (t) => {
  const parent = temporaryFolder(t);
  mkdirSync(join(parent, 'real'), { mode: 0o700 });
  symlinkSync(join(parent, 'real'), join(parent, 'link'));
  assert.throws(() => openRuntimeFolder({ PORTHOLE_DIR: join(parent, 'link') }), {
    code: 'unsafe-folder',
    message: /link is a symbolic link, owned by uid \d+ \(we are uid \d+\)/,
  });
});

test('a chosen folder in which others may write is refused, one in which they may look is not', (t) => {
  const folder = temporaryFolder(t);
  chmodSync(folder, 0o770);
  assert.throws(() => openRuntimeFolder({ PORTHOLE_DIR: folder }), { code: 'unsafe-folder', message: /chmod go-w/ });
  chmodSync(folder, 0o755);
  assert.equal(openRuntimeFolder({ PORTHOLE_DIR: folder }), folder);
});

test("a folder of another user is refused with both users' ids", { skip: process.getuid?.() === 0 }, () => {
  assert.throws(() => openRuntimeFolder({ PORTHOLE_DIR: '/' }), {
    code: 'unsafe-folder',
    message: /owned by uid 0, but we are uid \d+/,
  });
});
