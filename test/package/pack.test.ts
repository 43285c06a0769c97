import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { startProgram } from '../support/program.js';
import { projectFolder } from '../support/project.js';
import { temporaryFolder } from '../support/temporary-folder.js';

interface PackReport {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

test('the package ships what runs and nothing else', (t) => {
  const [report] = pack(temporaryFolder(t));
  const paths = report?.files.map(({ path }) => path) ?? [];
  const folders = new Set(paths.map((path) => dirname(path).split('/').slice(0, 3).join('/')));
  assert.deepEqual([...folders].toSorted(), [
    '.',
    'bin',
    'dist/library',
    'dist/library/agent',
    'dist/library/demo',
    'dist/porthole',
    'dist/src',
    'dist/src/agent',
    'dist/src/format',
    'dist/src/model',
    'dist/src/source',
  ]);
});

test('an application that installs the package gets koffi at most', () => {
  const manifest = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as Record<string, object>;
  assert.deepEqual(Object.keys({ ...manifest['dependencies'], ...manifest['optionalDependencies'] }), ['koffi']);
});

test('the installed command runs', (t) => {
  const { modules } = install(t);
  const version = execFileSync(process.execPath, [join(modules, 'porthole/bin/porthole.js'), '--version']).toString();
  assert.match(version, /^\d+\.\d+\.\d+\n$/);
});

test('an application that imports the installed package runs and ends by itself', async (t) => {
  const { folder } = install(t);
  const script = join(folder, 'app.mjs');
  writeFileSync(
    script,
    `import { counter, start } from 'porthole'; start(); counter('jobs').inc(); console.log('READY');`,
  );
  const program = startProgram(t, ['--import', 'porthole/register', script], {
    cwd: folder,
    env: { PORTHOLE_DIR: join(folder, 'run') },
  });
  assert.deepEqual(await program.ended, { code: 0, signal: null });
  assert.deepEqual(program.output(), { stdout: 'READY\n', stderr: '' });
});

test('a program that imports the installed reader reads the stats files of others, with types', async (t) => {
  const { folder } = install(t);
  const run = join(folder, 'run');
  writeFileSync(
    join(folder, 'app.mjs'),
    `import { counter, start } from 'porthole'; start(); counter('jobs').inc(3); console.log('READY'); setInterval(() => {}, 1000);`,
  );
  const app = startProgram(t, [join(folder, 'app.mjs')], { cwd: folder, env: { PORTHOLE_DIR: run } });
  await app.line('READY');
  writeFileSync(
    join(folder, 'look.mjs'),
    `import { aggregateMetrics, Poller, parseSelection } from 'porthole/reader';
     const { targets } = new Poller(parseSelection([], ['${run}'])).poll();
     const files = targets.flatMap((target) => target.files.map(({ snapshot }) => snapshot?.fields ?? []));
     const jobs = aggregateMetrics(files, 'sum').find(({ label }) => label === 'jobs');
     console.log(targets[0].target.pid, jobs.value);`,
  );
  const look = startProgram(t, [join(folder, 'look.mjs')], { cwd: folder });
  assert.equal((await look.ended).code, 0);
  assert.deepEqual(look.output(), { stdout: `${app.pid} 3\n`, stderr: '' });
});

function pack(destination: string): readonly PackReport[] {
  const options = ['--json', '--ignore-scripts', '--loglevel=error', '--pack-destination', destination];
  return JSON.parse(execFileSync('npm', ['pack', ...options], { cwd: projectFolder }).toString()) as PackReport[];
}

// As npm lays it out; only koffi is taken from where the project has it, since tests use no network.
function install(t: TestContext): { readonly folder: string; readonly modules: string } {
  const folder = temporaryFolder(t);
  const modules = join(folder, 'node_modules');
  mkdirSync(modules);
  const [report] = pack(folder);
  execFileSync('tar', ['-xzf', join(folder, report?.filename ?? ''), '-C', modules]);
  execFileSync('mv', [join(modules, 'package'), join(modules, 'porthole')]);
  symlinkSync(join(projectFolder, 'node_modules/koffi'), join(modules, 'koffi'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  return { folder, modules };
}
