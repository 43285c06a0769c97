import { clearInterval, setInterval } from 'node:timers';
import { AGENT_FIELDS, HEARTBEAT_INTERVAL_MS } from '../format/agent-fields.js';
import { atStop } from './at-stop.js';
import { monotonicMs } from './own-process.js';
import type { Registry } from './registry.js';

const SAMPLE_INTERVAL_MS = 1000;

/** What is to be done now and then on the thread of the application. */
export type Task = () => void;

/** The agent's one timer on the thread of the application. */
export interface Heartbeat {
  /** Runs `task` at each beat, every {@link HEARTBEAT_INTERVAL_MS}. */
  onBeat(task: Task): void;
  /** Runs `task` each second, the first time in a second. */
  eachSecond(task: Task): void;
}

/**
 * Beats the heart: writes the time at which the event loop last turned. Does not keep the process alive.
 *
 * A task that throws is counted in `porthole.dropped`, and called again the next time.
 */
export function startHeartbeat(registry: Registry): Heartbeat {
  const lastBeat = registry.gauge(AGENT_FIELDS.heartbeat, {
    help: "The machine's monotonic clock when the event loop last turned, in ms",
  });
  const beatTasks: Task[] = [];
  const secondTasks: Task[] = [];
  const runAll = (tasks: readonly Task[]): void => {
    for (const task of tasks) {
      try {
        task();
      } catch {
        registry.onDropped();
      }
    }
  };
  let sampledAtMs = monotonicMs();
  const beat = (): void => {
    const nowMs = monotonicMs();
    lastBeat.set(nowMs);
    // Half a beat early is on time: timers fire late, never early.
    if (nowMs - sampledAtMs >= SAMPLE_INTERVAL_MS - HEARTBEAT_INTERVAL_MS / 2) {
      sampledAtMs = nowMs;
      runAll(secondTasks);
    }
    runAll(beatTasks);
  };
  beat();
  const timer = setInterval(beat, HEARTBEAT_INTERVAL_MS).unref();
  atStop(() => clearInterval(timer));
  return { onBeat: (task) => beatTasks.push(task), eachSecond: (task) => secondTasks.push(task) };
}
