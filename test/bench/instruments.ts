import { readOwnVersion } from '../../src/own-version.js';
import { describeMachine, readPackageVersion } from './machine.js';
import { measureDecoding } from './measure-decoding.js';
import { measureServer } from './measure-server.js';
import { measureStart } from './measure-start.js';
import { measureUpdates } from './measure-updates.js';
import type { BenchOptions, Report } from './report.js';

const PEERS = ['koffi', 'prom-client', '@opentelemetry/sdk-metrics', 'hdr-histogram-js'];

/** What instruments cost: the speed table of the project, side by side in one run. */
export async function benchInstruments(options: BenchOptions): Promise<Report> {
  const notMeasured = [
    'updates from several threads at once: each thread has a file of its own',
    'an HTTP server over a network: client and server share this machine and its loopback',
  ];
  const updates = await measureUpdates(options, notMeasured);
  const decoding = measureDecoding(options, notMeasured);
  const server = await measureServer(options);
  const start = measureStart(options);
  const peers = PEERS.map((name) => [name, readPackageVersion(name) ?? 'not installed']);
  return {
    benchmark: options.isQuick ? 'instruments, quick form: its numbers mean nothing' : 'instruments',
    machine: describeMachine(),
    versions: { porthole: readOwnVersion(), node: process.version, ...Object.fromEntries(peers) },
    sections: [...updates, ...decoding, ...server, start],
    notMeasured,
  };
}
