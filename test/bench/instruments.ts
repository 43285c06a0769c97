import { describeMachine, readOwnVersion, readPackageVersion } from './machine.js';
import { measureUpdates } from './measure-updates.js';
import type { BenchOptions, Report } from './report.js';

const PEERS = ['koffi', 'prom-client', '@opentelemetry/sdk-metrics', 'hdr-histogram-js'];

/** What instruments cost: the speed table of the project, side by side in one run. */
export async function benchInstruments(options: BenchOptions): Promise<Report> {
  const notMeasured: string[] = [];
  const updates = await measureUpdates(options, notMeasured);
  const peers = PEERS.map((name) => [name, readPackageVersion(name) ?? 'not installed']);
  return {
    benchmark: options.isQuick ? 'instruments, quick form: its numbers mean nothing' : 'instruments',
    machine: describeMachine(),
    versions: { porthole: readOwnVersion(), node: process.version, ...Object.fromEntries(peers) },
    sections: [...updates],
    notMeasured,
  };
}
