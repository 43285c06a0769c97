import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { readOwnVersion } from '../../src/own-version.js';
import { readProcess } from '../../src/source/process-info.js';
import { describeMachine } from './machine.js';
import { memoryFolder } from './memory-folder.js';
import type { BenchOptions, Report, Row } from './report.js';
import { type BenchedServer, startPrograms, startServe } from './served-fleet.js';

const GRAPHS = ['nodejs.heap.size.used', 'process.cpu.user', 'nodejs.eventloop.lag.p99'];

/** What the dashboard's server takes: with nobody who looks, and with one page that shows a group and three graphs. */
export async function benchDashboard({ isQuick }: BenchOptions): Promise<Report> {
  const [processes, metrics, settleMs, measureMs] = isQuick ? [2, 5, 1000, 1000] : [50, 100, 15_000, 20_000];
  const folder = mkdtempSync(join(memoryFolder(), 'porthole-bench-'));
  const fleet = startPrograms(folder, processes, metrics);
  try {
    await once(fleet, 'message');
    const server = await startServe(folder);
    try {
      await wait(settleMs);
      const alone = await measure(server, measureMs);
      const { stop, bytes } = await openPage(server.url);
      await wait(2000);
      const before = bytes();
      const open = await measure(server, measureMs);
      const kibPerS = (bytes() - before) / 1024 / (measureMs / 1000);
      stop();
      const rows: readonly Row[] = [
        { case: 'no page open', ...alone, 'KiB/s sent': 0 },
        { case: 'one page open', ...open, 'KiB/s sent': kibPerS },
      ];
      return {
        benchmark: isQuick ? 'dashboard, quick form: its numbers mean nothing' : 'dashboard',
        machine: describeMachine(),
        versions: { porthole: readOwnVersion(), node: process.version },
        sections: [{ title: `porthole serve on ${processes} processes × ${metrics} metrics, once a second`, rows }],
        notMeasured: ['what the browser takes'],
      };
    } finally {
      await server.stop();
    }
  } finally {
    const ended = once(fleet, 'exit');
    if (fleet.connected) fleet.disconnect();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure({ pid }: BenchedServer, durationMs: number): Promise<Row> {
  const before = readProcess(pid);
  await wait(durationMs);
  const after = readProcess(pid);
  if (!('reading' in before) || !('reading' in after)) throw new Error('the server has ended');
  const cpuPercent = ((after.reading.cpuMs - before.reading.cpuMs) / durationMs) * 100;
  return { 'CPU % of a core': cpuPercent, 'RSS MiB': after.reading.rssBytes / 2 ** 20 };
}

/** The stream that a page reads, of the group of all processes. */
async function openPage(url: string): Promise<{ readonly stop: () => void; readonly bytes: () => number }> {
  const group = await firstGroup(url);
  const query = new URLSearchParams({ subject: `host=local&group=${encodeURIComponent(group)}` });
  for (const metric of GRAPHS) query.append('graph', `host=local&group=${encodeURIComponent(group)}&metric=${metric}`);
  let bytes = 0;
  const outgoing = get(new URL(`/live?${query.toString()}`, url), (response) => {
    response.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
    });
    response.on('error', () => undefined);
  });
  outgoing.on('error', () => undefined);
  return { stop: () => outgoing.destroy(), bytes: () => bytes };
}

async function firstGroup(url: string): Promise<string> {
  const { processes } = (await (await fetch(new URL('/processes', url))).json()) as {
    readonly processes: readonly { readonly name: string }[];
  };
  return processes[0]?.name ?? '';
}
