import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { readOwnVersion } from '../../src/own-version.js';
import { portholeCommand } from '../support/command.js';
import { describeMachine } from './machine.js';
import { type MeasuredTerminal, openTerminal } from './measured-terminal.js';
import { memoryFolder } from './memory-folder.js';
import { type BenchOptions, median, type Report, type Row } from './report.js';
import { startFleetOf } from './screen-fleet.js';

const SIZE = { columns: 160, rows: 50 };

/** What the screen takes beside htop and btop, all in one run on the same processes, refreshing once a second. */
export async function benchScreen({ isQuick }: BenchOptions): Promise<Report> {
  const folder = mkdtempSync(join(memoryFolder(), 'porthole-bench-'));
  const count = isQuick ? 5 : 50;
  const seconds = isQuick ? 3 : 30;
  const fleet = await startFleetOf(count, folder);
  try {
    const env = { PORTHOLE_DIR: folder, XDG_CONFIG_HOME: folder };
    mkdirSync(join(folder, 'btop'));
    writeFileSync(join(folder, 'btop', 'btop.conf'), 'update_ms = 1000\n');
    const porthole: readonly string[] = [process.execPath, portholeCommand];
    const others = [
      { name: 'htop', command: ['htop', '--delay=10'] },
      { name: 'btop', command: ['btop', '--utf-force'] },
    ].filter(({ name }) => isInstalled(name));
    const rows: Row[] = [await measureTool('porthole', porthole, seconds, env)];
    for (const { name, command } of others) rows.push(await measureTool(name, command, seconds, env));
    const missing = ['htop', 'btop'].filter((name) => !others.some((other) => other.name === name));
    return {
      benchmark: 'screen',
      machine: describeMachine(),
      versions: { node: process.version, porthole: readOwnVersion() },
      sections: [
        { title: `CPU and memory at 160×50, ${count} Node processes, ${seconds} s`, rows },
        { title: 'Time to answer', rows: await measureAnswers(porthole, env, isQuick) },
      ],
      notMeasured: [
        ...missing.map((name) => `${name} is not installed.`),
        'An hour of samples: npm test holds the memory of the history to its bound instead.',
      ],
    };
  } finally {
    fleet.forEach((child) => child.stdin?.end());
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureTool(
  name: string,
  command: readonly string[],
  seconds: number,
  env: Readonly<Record<string, string>>,
): Promise<Row> {
  const terminal = openTerminal(command, SIZE, env);
  try {
    await terminal.settled();
    const before = terminal.use();
    const startedMs = performance.now();
    await terminal.wait(seconds * 1000);
    const after = terminal.use();
    const cpuPercent = ((after.cpuMs - before.cpuMs) / (performance.now() - startedMs)) * 100;
    return { case: name, 'CPU % of a core': cpuPercent, 'memory MiB': after.rssBytes / 2 ** 20 };
  } finally {
    terminal.close();
  }
}

async function measureAnswers(
  command: readonly string[],
  env: Readonly<Record<string, string>>,
  isQuick: boolean,
): Promise<readonly Row[]> {
  const firstMs: number[] = [];
  const keysMs: number[] = [];
  for (let round = 0; round < (isQuick ? 1 : 5); round++) {
    const terminal = openTerminal(command, SIZE, env);
    firstMs.push(await terminal.shown('PROCESSES'));
    await terminal.settled();
    for (let press = 0; press < (isQuick ? 5 : 40); press++) keysMs.push(await answerTo(terminal, press % 2 === 0));
    terminal.close();
  }
  const bareMs = median(Array.from({ length: 5 }, measureBareNode));
  const first = median(firstMs);
  const slow = keysMs.toSorted((a, b) => a - b).at(Math.floor(keysMs.length * 0.99)) ?? 0;
  return [
    { case: 'node -e 0, ms', value: bareMs },
    { case: 'first frame, ms', value: first, promise: '≤ 3 × node -e 0', kept: first <= 3 * bareMs ? 'yes' : 'no' },
    { case: 'key to repaint, median ms', value: median(keysMs) },
    { case: 'key to repaint, p99 ms', value: slow, promise: '≤ 50', kept: slow <= 50 ? 'yes' : 'no' },
  ];
}

// The help opens and closes: every line of the picture changes.
function answerTo(terminal: MeasuredTerminal, opens: boolean): Promise<number> {
  return terminal.answer('?', opens ? 'HELP' : 'METRICS');
}

function measureBareNode(): number {
  const startedMs = performance.now();
  execFileSync(process.execPath, ['-e', '0']);
  return performance.now() - startedMs;
}

function isInstalled(name: string): boolean {
  return spawnSync(name, ['--version']).error === undefined;
}
