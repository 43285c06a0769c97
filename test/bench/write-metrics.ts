import { Registry } from '../../src/agent/registry.js';
import { StatsFile } from '../../src/agent/stats-file.js';

interface WriteOptions {
  /** What the names of the metrics begin with. */
  readonly prefix?: string;
  readonly constants?: ReadonlyMap<string, number>;
}

/** Writes a stats file with so many counters and gauges, half of each, and constants of these names. */
export function writeMetrics(path: string, count: number, { prefix = 'bench', constants }: WriteOptions = {}): void {
  const file = StatsFile.create(path);
  for (const [name, value] of constants ?? []) {
    const bytes = new Uint8Array(BigUint64Array.of(BigInt(value)).buffer);
    file.add({ name, kind: 'gauge', unit: undefined, help: undefined }, 'Q', bytes);
  }
  const registry = new Registry();
  registry.publishTo(file);
  for (let index = 0; index < count / 2; index++) {
    registry.counter(`${prefix}.requests.${index}`, { unit: 'requests', help: 'Requests that were served' }).inc(index);
    registry.gauge(`${prefix}.latency.${index}`, { unit: 'ms', help: 'Time of the last request' }).set(index / 7);
  }
  file.publish();
}
