import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readOwnVersion } from '../../src/own-version.js';
import { fixtureProgram, projectFolder } from '../support/project.js';
import { judge } from './judge.js';
import { describeMachine } from './machine.js';
import { memoryFolder } from './memory-folder.js';
import { type BenchOptions, median, type Report } from './report.js';

const EMPTY = 'node -e 0';
const CHECK = 'porthole check of one process';

/** What a monitoring system waits for: `porthole check` as a whole process, beside one of Node that does nothing. */
export async function benchCheck({ isQuick }: BenchOptions): Promise<Report> {
  const folder = mkdtempSync(join(memoryFolder(), 'porthole-bench-'));
  const args = ['--import', 'porthole/register', fixtureProgram('works')];
  const program = spawn(process.execPath, args, { cwd: projectFolder, env: { ...process.env, PORTHOLE_DIR: folder } });
  try {
    await once(program.stdout, 'data');
    const check = [join(projectFolder, 'bin/porthole.js'), 'check', 'jobs.done', '--dir', folder, '-c', '1:'];
    const [empty, checks]: [number[], number[]] = [[], []];
    for (let round = 0; round < (isQuick ? 2 : 40); round++) {
      empty.push(runMs(['-e', '0']));
      checks.push(runMs(check));
    }
    const times = new Map([
      [EMPTY, median(empty)],
      [CHECK, median(checks)],
    ]);
    return {
      benchmark: isQuick ? 'check, quick form: its numbers mean nothing' : 'check',
      machine: describeMachine(),
      versions: { porthole: readOwnVersion(), node: process.version },
      sections: [
        {
          title: `Whole processes in ms (median of ${checks.length})`,
          rows: [...times].map(([name, ms]) => ({ case: name, ms })),
        },
        { title: 'Promise', rows: judge([{ of: CHECK, against: EMPTY, atMost: 1.5 }], times) },
      ],
      notMeasured: ['other monitoring plugins: they are written in C and do not read these files'],
    };
  } finally {
    program.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}

function runMs(args: readonly string[]): number {
  const startedNs = process.hrtime.bigint();
  const { status } = spawnSync(process.execPath, args, { env: { ...process.env, NODE_OPTIONS: '' } });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}`);
  return Number(process.hrtime.bigint() - startedNs) / 1e6;
}
