import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { PortholeError } from '../errors.js';
import type { PageFiles } from '../web/page-files.js';

const require = createRequire(import.meta.url);

/** The dashboard's script and style. @throws PortholeError `not-found` where they were not built. */
export function readPageFiles(): PageFiles {
  const folder = join(require.resolve('porthole/package.json'), '../dist/porthole');
  try {
    const [script, style] = ['page.js', 'page.css'].map((name) => readFileSync(join(folder, name), 'utf8'));
    return { script: script ?? '', style: style ?? '' };
  } catch (thrown) {
    throw new PortholeError('not-found', `${folder} has no page: npm run build makes it`, { cause: thrown });
  }
}
