import { execFileSync, execSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../support/project.js';
import type { HourAnswer } from './hour-program.js';

/**
 * What a screen takes after so many samples of the processes with files in a folder, each sample drawn, and some seconds at one a second.
 *
 * It is bundled as the command is, with the same flags: what is loaded beside it would count.
 */
export function measureHour(samples: number, settleS: number, folder: string): HourAnswer {
  const manifest: unknown = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8'));
  const { scripts } = manifest as { readonly scripts: Readonly<Record<string, string>> };
  const command = scripts['bundle-screen']?.split(' && ').find((part) => part.startsWith('esbuild ')) ?? '';
  const bundle = command
    .replace('src/cli/main.ts', 'test/bench/hour-program.tsx')
    .replace('--outdir=dist/porthole', '--outdir=dist/bench/hour');
  const PATH = `${join(projectFolder, 'node_modules/.bin')}:${process.env['PATH'] ?? ''}`;
  execSync(bundle, { cwd: projectFolder, env: { ...process.env, PATH }, stdio: 'pipe' });
  const program = join(projectFolder, 'dist/bench/hour/hour-program.js');
  const env = { ...process.env, PORTHOLE_DIR: folder };
  return JSON.parse(
    execFileSync(process.execPath, [program, String(samples), String(settleS)], { env, encoding: 'utf8' }),
  ) as HourAnswer;
}
