import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../support/temporary-folder.js';

const MODULE = new URL('../../src/cli/write-snapshot.js', import.meta.url).href;
const SNAPSHOT = { subject: undefined, json: { text: 'x'.repeat(100_000) }, text: 'numbers' };

// A limit of the file's size is what a full disk is like, for a process of its own.
test('a snapshot that does not fit is named with the reason, and nothing of it stays', (t) => {
  const folder = join(temporaryFolder(t), 'here');
  mkdirSync(folder);
  const code = `
    process.on('SIGXFSZ', () => {});
    const { writeSnapshot } = await import('${MODULE}');
    await writeSnapshot(${JSON.stringify(SNAPSHOT)}).catch(({ message }) => console.log(message));
  `;
  const shell = 'ulimit -f 8; exec "$0" --input-type=module -e "$1"';
  const said = execFileSync('sh', ['-c', shell, process.execPath, code], { cwd: folder, encoding: 'utf8' });
  assert.match(said, /\/here\/porthole-.*\.json: it may not become larger\n$/);
  assert.deepEqual(readdirSync(folder), []);
});
