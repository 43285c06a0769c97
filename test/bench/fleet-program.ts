import cluster from 'node:cluster';
import { once } from 'node:events';
import { AggregatorRegistry, Counter, type RegistryContentType } from 'prom-client';
import { counter } from '../../src/index.js';

/** One round of prom-client's aggregation; the fleet answers so to every message. */
export interface FleetAnswer {
  readonly ms: number;
  readonly bytes: number;
}

const [, , workers = '1', metrics = '1'] = process.argv;

if (cluster.isPrimary) await runPrimary();
else runWorker();

async function runPrimary(): Promise<void> {
  const registry = new AggregatorRegistry();
  const forked = Array.from({ length: Number(workers) }, () => cluster.fork());
  await Promise.all(forked.map((worker) => once(worker, 'message')));
  process.on('message', () => void answer(registry));
  process.on('disconnect', () => process.exit(0));
  process.send?.('ready');
}

async function answer(registry: AggregatorRegistry<RegistryContentType>): Promise<void> {
  const startedNs = process.hrtime.bigint();
  const bytes = Buffer.byteLength(await registry.clusterMetrics());
  process.send?.({ ms: Number(process.hrtime.bigint() - startedNs) / 1e6, bytes } satisfies FleetAnswer);
}

/** The same metrics for both; only the registry of prom-client is asked by its primary. */
function runWorker(): void {
  // It answers its primary from its constructor on.
  void new AggregatorRegistry();
  for (let index = 0; index < Number(metrics); index++) {
    const name = `fleet_metric_${index}`;
    counter(name, { help: 'one of many' }).inc(index);
    new Counter({ name, help: 'one of many' }).inc(index);
  }
  process.send?.('ready');
}
