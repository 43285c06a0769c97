import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sendAtRate, sendRequests } from './http-load.js';
import { memoryFolder } from './memory-folder.js';
import { type BenchOptions, median, type Row, type Section } from './report.js';

const CONNECTIONS = 8;
const RATE_PER_S = 3000;
const serverProgram = fileURLToPath(new URL('./server-program.js', import.meta.url));

interface Usage {
  readonly cpuMs: number;
  readonly rssBytes: number;
}

interface Server {
  readonly name: string;
  readonly child: ChildProcess;
  readonly port: number;
  readonly rounds: Round[];
  readonly pacedRounds: Round[];
}

interface Round {
  readonly perS: number;
  readonly cpuUs: number;
}

/** The same HTTP server with the agent and without, in rounds that alternate: as fast as it can, and at a steady rate. */
export async function measureServer({ isQuick }: BenchOptions): Promise<readonly Section[]> {
  const folder = mkdtempSync(join(memoryFolder(), 'porthole-bench-'));
  const servers: Server[] = [];
  try {
    for (const name of ['without', 'with']) servers.push(await startServer(name, folder));
    const requests = isQuick ? 80 : 4000;
    for (let round = 0; round < (isQuick ? 1 : 31); round++) {
      // Who goes first alternates too: the second finds a warmer machine.
      for (const server of round % 2 === 0 ? servers : servers.toReversed()) {
        await load(server, requests);
        await loadSteadily(server, isQuick ? 100 : 1000);
      }
    }
    const rounds = `${CONNECTIONS} connections (median of ${servers[0]?.rounds.length} interleaved rounds)`;
    return [
      { title: `HTTP server, as fast as it can, ${rounds}`, rows: await compare(servers, 'rounds') },
      {
        title: `HTTP server, asked ${RATE_PER_S} times a second, ${rounds}`,
        rows: await compare(servers, 'pacedRounds'),
      },
    ];
  } finally {
    for (const { child } of servers) child.kill();
    await Promise.all(servers.map(({ child }) => Promise.resolve(child.exitCode ?? once(child, 'exit'))));
    rmSync(folder, { recursive: true, force: true });
  }
}

async function startServer(name: string, folder: string): Promise<Server> {
  const env = { ...process.env, NODE_TEST_CONTEXT: undefined, PORTHOLE_DIR: folder };
  const child = fork(serverProgram, name === 'with' ? ['agent'] : [], { env, stdio: 'ignore', execArgv: [] });
  const [{ port }] = (await once(child, 'message')) as [{ readonly port: number }];
  return { name, child, port, rounds: [], pacedRounds: [] };
}

async function load({ child, port, rounds }: Server, requests: number): Promise<void> {
  const before = await askUsage(child);
  const tookMs = await sendRequests(port, requests, CONNECTIONS);
  const after = await askUsage(child);
  rounds.push({ perS: (requests / tookMs) * 1e3, cpuUs: ((after.cpuMs - before.cpuMs) / requests) * 1e3 });
}

async function loadSteadily({ child, port, pacedRounds }: Server, ms: number): Promise<void> {
  const before = await askUsage(child);
  const perS = await sendAtRate(port, RATE_PER_S, ms, CONNECTIONS);
  const after = await askUsage(child);
  pacedRounds.push({ perS, cpuUs: ((after.cpuMs - before.cpuMs) * 1e3) / ((perS * ms) / 1e3) });
}

async function askUsage(child: ChildProcess): Promise<Usage> {
  child.send('usage');
  const [usage] = (await once(child, 'message')) as [Usage];
  return usage;
}

async function compare(servers: readonly Server[], which: 'rounds' | 'pacedRounds'): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const server of servers) {
    const { name, child } = server;
    const rounds = server[which];
    const { rssBytes } = await askUsage(child);
    rows.push({
      case: `${name} the agent`,
      'requests a second': median(rounds.map(({ perS }) => perS)),
      'CPU µs a request': median(rounds.map(({ cpuUs }) => cpuUs)),
      'CPU of a core': median(rounds.map(({ perS, cpuUs }) => (perS * cpuUs) / 1e6)),
      'memory MiB': rssBytes / 2 ** 20,
    });
  }
  const [without, withAgent] = servers.map((server) => server[which]);
  // Neighbours in time share the machine's mood: the ratio of each pair, then the median.
  const pairs = (withAgent ?? []).map((round, index) => ({ round, other: without?.[index] ?? round }));
  const perS = pairs.map(({ round, other }) => round.perS / other.perS);
  const cpuUs = pairs.map(({ round, other }) => round.cpuUs / other.cpuUs);
  return [...rows, { case: 'with ÷ without', 'requests a second': median(perS), 'CPU µs a request': median(cpuUs) }];
}
