import { Poller } from '../../src/source/poll.js';

/** What one fresh process measured of looking at everything. */
export interface DiscoveryTimings {
  readonly targets: number;
  readonly fields: number;
  /** From the start of the process to the end of its first look. */
  readonly fromStartMs: number;
  readonly firstMs: number;
  /** Of each look after the first. */
  readonly pollCpuMs: readonly number[];
}

const polls = Number(process.argv[2]);
const poller = new Poller();

const startedMs = performance.now();
const { targets } = poller.poll();
const endedMs = performance.now();
const pollCpuMs: number[] = [];
for (let poll = 0; poll < polls; poll++) {
  const before = process.cpuUsage();
  poller.poll();
  const { user, system } = process.cpuUsage(before);
  pollCpuMs.push((user + system) / 1000);
}
const files = targets.flatMap((target) => target.files);
const fields = files.reduce((total, { snapshot }) => total + (snapshot?.fields.length ?? 0), 0);
const timings: DiscoveryTimings = {
  targets: targets.length,
  fields,
  fromStartMs: endedMs,
  firstMs: endedMs - startedMs,
  pollCpuMs,
};
process.stdout.write(JSON.stringify(timings));
