import { type ChildProcess, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { formatSocketName } from '../../src/target.js';
import { requestDump } from '../support/agent.js';
import { portholeCommand } from '../support/command.js';
import { projectFolder } from '../support/project.js';
import { until } from '../support/until.js';
import { memoryFolder } from './memory-folder.js';
import { endProgram, startReady } from './ready-program.js';
import { type BenchOptions, median, type Row, type Section } from './report.js';

const DEPTH = '50';
const deepProgram = fileURLToPath(new URL('./deep-program.js', import.meta.url));
const javaProgram = join(projectFolder, 'test/bench/Deep.java');

/** `porthole stack PID` as a whole process, beside a Node that does nothing and, where a JDK is, `jstack PID`. */
export async function measureStackCommands({ isQuick }: BenchOptions, notMeasured: string[]): Promise<Section> {
  const runs = isQuick ? 1 : 15;
  const folder = mkdtempSync(join(memoryFolder(), 'porthole-bench-'));
  const programs: ChildProcess[] = [];
  try {
    const deep = await startReady(process.execPath, [deepProgram, DEPTH], folder);
    programs.push(deep);
    const socket = join(folder, formatSocketName(deep.pid ?? -1));
    await until('the console answers', () => requestDump(socket).catch(() => undefined));
    const stack = [portholeCommand, 'stack', String(deep.pid), '--dir', folder];
    const rows = [
      measureCommand('node -e 0', process.execPath, ['-e', '0'], runs),
      measureCommand('porthole stack PID', process.execPath, stack, runs),
      measureCommand('porthole stack PID --no-locals', process.execPath, [...stack, '--no-locals'], runs),
    ];
    await endProgram(deep);
    if (spawnSync('jstack', ['-h']).error === undefined) {
      const java = await startReady('java', [javaProgram, DEPTH], folder);
      programs.push(java);
      rows.push(measureCommand('jstack PID', 'jstack', [String(java.pid)], runs));
    } else notMeasured.push('jstack: there is no JDK here');
    return { title: `Commands as whole processes, on a busy program ${DEPTH} frames deep (median of ${runs})`, rows };
  } finally {
    await Promise.all(programs.map(endProgram));
    rmSync(folder, { recursive: true, force: true });
  }
}

function measureCommand(name: string, command: string, args: readonly string[], runs: number): Row {
  const tookMs = Array.from({ length: runs }, () => {
    const startedMs = performance.now();
    const { status, stderr } = spawnSync(command, args, { env: { ...process.env, NODE_TEST_CONTEXT: undefined } });
    if (status !== 0) throw new Error(`${name} failed: ${stderr.toString()}`);
    return performance.now() - startedMs;
  });
  return { case: name, ms: median(tookMs), 'longest ms': Math.max(...tookMs) };
}
