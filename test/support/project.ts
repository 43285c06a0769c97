import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder; tests run from `dist/test/…` below it. */
export const projectFolder = fileURLToPath(new URL('../../..', import.meta.url));

/** The compiled program `name` of `test/fixtures/`. */
export function fixtureProgram(name: string): string {
  return join(projectFolder, 'dist/test/fixtures', `${name}.js`);
}

/** The folder of the team's reference files beside the project; a test that needs it is skipped by name without it. */
export const sharedFolder = join(projectFolder, '../shared');
export const skipWithoutShared = existsSync(sharedFolder) ? false : 'the folder ../shared is not beside the project';
