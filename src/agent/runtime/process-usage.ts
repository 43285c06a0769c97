import { AGENT_FIELDS } from '../../format/agent-fields.js';
import type { Task } from '../heartbeat.js';
import type { Registry } from '../registry.js';

const BYTES_PER_KB = 1024;

/** Memory outside the JavaScript heap of this thread; in the main thread also that of the whole process. */
export function sampleMemory(registry: Registry, isMainThread: boolean): Task {
  const external = registry.gauge('nodejs.external.memory', {
    unit: 'bytes',
    help: 'Memory of native objects that JavaScript objects hold',
  });
  const buffers = registry.gauge('nodejs.array.buffers.memory', {
    unit: 'bytes',
    help: 'Memory of array buffers, Node’s own Buffers among them; part of the external memory',
  });
  const rss = isMainThread
    ? registry.gauge(AGENT_FIELDS.rss, { unit: 'bytes', help: 'Memory that the process occupies' })
    : undefined;
  return () => {
    const memory = process.memoryUsage();
    external.set(memory.external);
    buffers.set(memory.arrayBuffers);
    rss?.set(memory.rss);
  };
}

/** What the kernel has counted for this process: one system call (`getrusage`). */
export function sampleUsage(registry: Registry): Task {
  const user = registry.total(AGENT_FIELDS.cpuUser, { unit: 'ms', help: 'CPU time in the program' });
  const system = registry.total(AGENT_FIELDS.cpuSystem, { unit: 'ms', help: 'CPU time in the kernel' });
  const peak = registry.gauge('process.resident.memory.max', {
    unit: 'bytes',
    help: 'Most memory that it ever occupied',
  });
  const switches = { unit: 'switches', help: 'Context switches: the thread waited, or was put aside for another' };
  const voluntary = registry.total('process.context.switches.voluntary', switches);
  const involuntary = registry.total('process.context.switches.involuntary', switches);
  const faults = { unit: 'faults', help: 'Page faults: minor ones found the page in memory, major ones read the disk' };
  const minor = registry.total('process.page.faults.minor', faults);
  const major = registry.total('process.page.faults.major', faults);
  const uptime = registry.gauge(AGENT_FIELDS.uptime, { unit: 's', help: 'Time since the process started' });
  return () => {
    const usage = process.resourceUsage();
    user.set(usage.userCPUTime / 1e3);
    system.set(usage.systemCPUTime / 1e3);
    peak.set(usage.maxRSS * BYTES_PER_KB);
    voluntary.set(usage.voluntaryContextSwitches);
    involuntary.set(usage.involuntaryContextSwitches);
    minor.set(usage.minorPageFault);
    major.set(usage.majorPageFault);
    uptime.set(process.uptime());
  };
}
