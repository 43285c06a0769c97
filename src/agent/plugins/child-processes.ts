import type { ChildProcess } from 'node:child_process';
import { listen } from '../listen.js';
import { instancesOf } from './instances-of.js';
import type { StartPlugin } from './plugin.js';

const isChildProcess = instancesOf('node:child_process', (module) => module.ChildProcess);

/**
 * Child processes (`child_process`; Node 20 on). Those of `spawnSync`, `execSync` and `execFileSync` are told by no Node.
 *
 * Nothing is attached to a child, since a listener for its errors would hide them from the program: each
 * second it is asked what has become of it.
 */
export const countChildProcesses: StartPlugin = (registry, heartbeat) => {
  const fresh = new Set<ChildProcess>();
  const running = new Set<ChildProcess>();
  const unit = 'processes';
  const sample = (): void => {
    for (const child of fresh) {
      const hasStarted = child.pid !== undefined;
      if (hasStarted) running.add(child);
      registry.counter('child.processes.started', { unit, help: 'Child processes started' }).inc(hasStarted ? 1 : 0);
      registry
        .counter('child.processes.failed', { unit, help: 'Child processes that could not be started' })
        .inc(hasStarted ? 0 : 1);
    }
    fresh.clear();
    for (const child of running) {
      if (child.exitCode !== null || child.signalCode !== null) running.delete(child);
    }
    registry.gauge('child.processes', { unit, help: 'Child processes now' }).set(running.size);
  };
  let isSampled = false;
  listen('child_process', registry.onDropped, ({ process: child }) => {
    if (!isChildProcess(child)) return;
    fresh.add(child);
    if (!isSampled) heartbeat.eachSecond(sample);
    isSampled = true;
  });
};
