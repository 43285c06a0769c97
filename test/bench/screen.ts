import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { portholeCommand } from '../support/command.js';
import { startFleet } from './fleet.js';
import type { HourAnswer } from './hour-program.js';
import { describeMachine, readOwnVersion } from './machine.js';
import { measureHour } from './measure-hour.js';
import { type MeasuredTerminal, openTerminal } from './measured-terminal.js';
import { memoryFolder } from './memory-folder.js';
import { type BenchOptions, median, type Report, type Row } from './report.js';
import { startFleetOf } from './screen-fleet.js';

const CPU = 'CPU % of a core';
const SIZE = { columns: 160, rows: 50 };

/** What the screen takes beside htop and btop, all in one run on the same processes, refreshing once a second. */
export async function benchScreen(options: BenchOptions): Promise<Report> {
  const { isQuick } = options;
  const folder = mkdtempSync(join(memoryFolder(), 'porthole-bench-'));
  const count = isQuick ? 5 : 50;
  const manyCount = isQuick ? 20 : 1000;
  const fleet = await startFleetOf(count, folder);
  try {
    const env = { PORTHOLE_DIR: folder, XDG_CONFIG_HOME: folder };
    mkdirSync(join(folder, 'btop'));
    writeFileSync(join(folder, 'btop', 'btop.conf'), 'update_ms = 1000\n');
    const few = await measureTools(options, env);
    const answers = await measureAnswers(porthole, env, isQuick);
    const samples = isQuick ? 60 : 3600;
    const hour = measureHour(samples, isQuick ? 1 : 30, folder);
    await using many = await startFleet(manyCount, 100);
    const more = await measureTools(options, { ...env, PORTHOLE_DIR: many.folder });
    return {
      benchmark: isQuick ? 'screen, quick form: its numbers mean nothing' : 'screen',
      machine: describeMachine(),
      versions: { node: process.version, porthole: readOwnVersion() },
      sections: [
        { title: `CPU and memory at 160×50, ${count} Node processes, ${secondsOf(options)} s`, rows: few },
        { title: `The same with ${manyCount} processes more, of sleep, a stats file of 100 metrics each`, rows: more },
        { title: 'Time to answer, ms', rows: answers },
        { title: 'What was promised of the screen', rows: judgeScreen(few, more, answers, hour) },
      ],
      notMeasured: [
        ...TOOLS.filter(({ name }) => !isInstalled(name)).map(({ name }) => `${name} is not installed.`),
        'Of the thousand: values that change. Their files stand still; a process that updates them costs little more.',
        `The ${samples} samples are made up from two real ones, and come as fast as they can be drawn; half a minute at one a second follows.`,
      ],
    };
  } finally {
    fleet.forEach((child) => child.stdin?.end());
    rmSync(folder, { recursive: true, force: true });
  }
}

const porthole: readonly string[] = [process.execPath, portholeCommand];
const TOOLS = [
  { name: 'htop', command: ['htop', '--delay=10'] },
  { name: 'btop', command: ['btop', '--utf-force'] },
];

async function measureTools(options: BenchOptions, env: Readonly<Record<string, string>>): Promise<readonly Row[]> {
  const rows: Row[] = [await measureTool('porthole', porthole, options, env)];
  for (const { name, command } of TOOLS) {
    if (isInstalled(name)) rows.push(await measureTool(name, command, options, env));
  }
  return rows;
}

function secondsOf({ isQuick }: BenchOptions): number {
  return isQuick ? 3 : 30;
}

function judgeScreen(few: readonly Row[], more: readonly Row[], answers: readonly Row[], hour: HourAnswer) {
  const timeOf = (name: string): number => Number(answers.find((row) => row['case'] === name)?.['value']);
  const own = cpuOf(few, 'porthole');
  const rows = [
    judgeOne('CPU % of a core', own, '≤ 3', 3),
    judgeOne('CPU, times that of btop', own / cpuOf(few, 'btop'), '≤ 1', 1),
    judgeOne('CPU with many processes, times that with few', cpuOf(more, 'porthole') / own, '≤ 3', 3),
    judgeOne('memory MiB, an hour of samples', hour.rssBytes / 2 ** 20, '≤ 120', 120),
    judgeOne('key to repaint, p99 ms', timeOf('key to repaint, p99'), '≤ 50', 50),
    judgeOne('first frame, times node -e 0', timeOf('first frame') / timeOf('node -e 0'), '≤ 3', 3),
  ];
  return rows.filter(({ measured }) => !Number.isNaN(measured));
}

function cpuOf(rows: readonly Row[], name: string): number {
  return Number(rows.find((row) => row['case'] === name)?.[CPU] ?? Number.NaN);
}

function judgeOne(what: string, measured: number, promise: string, most: number) {
  return { case: what, measured, promise, kept: measured <= most ? 'yes' : 'no' };
}

async function measureTool(
  name: string,
  command: readonly string[],
  { isQuick }: BenchOptions,
  env: Readonly<Record<string, string>>,
): Promise<Row> {
  const terminal = openTerminal(command, SIZE, env);
  try {
    // So that all of them have met every process, and the engine has compiled what is hot.
    await terminal.wait(isQuick ? 1000 : 12_000);
    const before = terminal.use();
    const startedMs = performance.now();
    await terminal.wait(secondsOf({ isQuick }) * 1000);
    const after = terminal.use();
    const cpuPercent = ((after.cpuMs - before.cpuMs) / (performance.now() - startedMs)) * 100;
    return { case: name, [CPU]: cpuPercent, 'memory MiB': after.rssBytes / 2 ** 20 };
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
  const bareMs: number[] = [];
  const keysMs: number[] = [];
  for (let round = 0; round < (isQuick ? 1 : 7); round++) {
    bareMs.push(measureBareNode());
    const terminal = openTerminal(command, SIZE, env);
    firstMs.push(await terminal.shown('PROCESSES'));
    await terminal.settled();
    for (let press = 0; press < (isQuick ? 5 : 40); press++) keysMs.push(await answerTo(terminal, press % 2 === 0));
    terminal.close();
  }
  return [
    { case: 'node -e 0', value: median(bareMs) },
    { case: 'first frame', value: median(firstMs) },
    { case: 'key to repaint, median', value: median(keysMs) },
    { case: 'key to repaint, p99', value: keysMs.toSorted((a, b) => a - b).at(Math.floor(keysMs.length * 0.99)) },
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
