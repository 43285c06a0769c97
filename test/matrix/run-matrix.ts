import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectFolder } from '../support/project.js';

/** The folders of tests that meet what differs between versions of Node: the engine, its inspector, memory that is mapped. */
const FOLDERS = ['agent', 'attach', 'interop'];
const DEFAULT_MAJORS = ['22', '24', '26'];

const chosen = process.argv.slice(2);
const majors = chosen.length > 0 ? chosen : DEFAULT_MAJORS;
const results = majors.map((major) => runTests(installNode(major)));
for (const { version, summary } of results) process.stdout.write(`${version.padEnd(10)} ${summary}\n`);
process.exitCode = results.every(({ isGreen }) => isGreen) ? 0 : 1;

/** The program of the newest Node of this major version, from the registry's package `node`. */
function installNode(major: string): string {
  const folder = join(projectFolder, 'node_modules/.cache/porthole', `node-${major}`);
  const program = join(folder, 'node_modules/node/bin/node');
  if (existsSync(program)) return program;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{}');
  const options = ['--no-fund', '--no-audit', '--loglevel=error'];
  execFileSync('npm', ['install', '--prefix', folder, `node@${major}`, ...options], { stdio: 'inherit' });
  return program;
}

function runTests(program: string): { readonly version: string; readonly summary: string; readonly isGreen: boolean } {
  const version = execFileSync(program, ['--version']).toString().trim();
  process.stdout.write(`# Node ${version}\n`);
  const files = FOLDERS.flatMap((folder) => {
    const path = join(projectFolder, 'dist/test', folder);
    return readdirSync(path).flatMap((name) => (name.endsWith('.test.js') ? [join(path, name)] : []));
  });
  const { status, stdout } = spawnSync(program, ['--test', '--test-reporter=tap', ...files], {
    // So that an addon is built by this Node, against the headers that came with it.
    env: {
      ...process.env,
      PATH: `${dirname(program)}:${process.env['PATH'] ?? ''}`,
      npm_config_nodedir: join(dirname(program), '../node_modules', `node-${process.platform}-${process.arch}`),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  for (const [line] of stdout.matchAll(/^ *(?:not ok .*|ok .* # SKIP.*|error: .*)$/gm))
    process.stdout.write(`${line}\n`);
  const counts = [...stdout.matchAll(/^# (pass|fail|skipped) (\d+)$/gm)].map(([, what, count]) => `${count} ${what}`);
  return { version, summary: counts.join(', '), isGreen: status === 0 };
}
