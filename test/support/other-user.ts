import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync } from 'node:fs';
import type { TestContext } from 'node:test';
import { projectFolder } from './project.js';
import { temporaryFolder } from './temporary-folder.js';

/** The user whom every system has for those who may nothing. */
export const NOBODY_UID = 65_534;

/** A reason to skip what needs a second user. */
export const skipWithoutNobody = whyNot();

/** A folder that only that user may enter, besides root. */
export function folderOfNobody(t: TestContext): string {
  const folder = temporaryFolder(t);
  chownSync(folder, NOBODY_UID, NOBODY_UID);
  chmodSync(folder, 0o700);
  return folder;
}

function whyNot(): string | false {
  if (process.platform !== 'linux') return 'processes of other users are told on Linux only';
  if (process.getuid?.() !== 0) return 'only root can start a program as another user';
  const script = `require('node:fs').accessSync(process.argv[1])`;
  const { status } = spawnSync(process.execPath, ['-e', script, `${projectFolder}/bin`], {
    uid: NOBODY_UID,
    gid: NOBODY_UID,
  });
  return status === 0 ? false : 'the project stands in a folder that other users may not enter';
}
