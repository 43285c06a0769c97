import { performance } from 'node:perf_hooks';
import { TIMER_BOUNDS } from '../format/histogram-buckets.js';
import { DistributionInstrument } from './distribution-instrument.js';
import { boundsOf, type HistogramOptions } from './histogram-options.js';
import type { Description, InstrumentContext, InstrumentKind, Labelled } from './instrument.js';

/** Ends a measurement: counts it once, however often it is called. Disposed at the end of a block by `using`. */
export interface StopTimer extends Disposable {
  /** @returns The milliseconds from the start to the first call. */
  (): number;
}

/**
 * How long something takes: a histogram of milliseconds, from 1 µs to 37 hours in 19 KiB.
 *
 * Times are taken from a monotonic clock.
 */
export interface Timer extends Labelled<Timer> {
  /** Counts a duration in ms; otherwise as a histogram's `observe`. */
  observe(durationMs: number): void;
  /** Starts a measurement. Any number can run at once. */
  startTimer(): StopTimer;
  /**
   * Runs `fn` and counts how long it took, until its promise is settled where it returns one; also when it fails.
   *
   * @returns What `fn` returns. Throws what it throws.
   */
  time<T>(fn: () => T): T;
  /** How many were observed. */
  readonly count: number;
  /** All durations together. */
  readonly sumMs: number;
}

/** How timers are made; their unit is always ms. */
export const TIMER: InstrumentKind<Timer, HistogramOptions> = {
  word: 'a timer',
  create: (description, context, options) => new TimerInstrument(description, context, options),
  createIgnored: ({ onDropped, labels }) => ({
    observe: onDropped,
    startTimer: () => startTimer(onDropped),
    time: (fn) => timeCall(onDropped, fn),
    labels,
    count: 0,
    sumMs: 0,
  }),
};

type Observe = (durationMs: number) => void;

class TimerInstrument extends DistributionInstrument<Timer> implements Timer {
  constructor(description: Description, context: InstrumentContext<Timer>, options: HistogramOptions) {
    const bounds = boundsOf(description.name, options, TIMER_BOUNDS);
    super({ ...description, unit: 'ms', kind: 'timer', bounds }, context);
  }

  startTimer(): StopTimer {
    return startTimer((durationMs) => this.observe(durationMs));
  }

  time<T>(fn: () => T): T {
    return timeCall((durationMs) => this.observe(durationMs), fn);
  }

  get sumMs(): number {
    return this.total;
  }
}

function startTimer(observe: Observe): StopTimer {
  const startedMs = performance.now();
  let durationMs: number | undefined;
  const stop = (): number => {
    if (durationMs === undefined) {
      durationMs = performance.now() - startedMs;
      observe(durationMs);
    }
    return durationMs;
  };
  // Object.assign takes 250 ns for the same.
  stop[Symbol.dispose] = stop;
  return stop;
}

function timeCall<T>(observe: Observe, fn: () => T): T;
function timeCall(observe: Observe, fn: () => unknown): unknown {
  const startedMs = performance.now();
  const finish = (): void => observe(performance.now() - startedMs);
  let returned: unknown;
  try {
    returned = fn();
  } catch (error) {
    finish();
    throw error;
  }
  // Only a real promise: calling `then` of another thenable may start what it stands for, as query builders do.
  if (returned instanceof Promise) return returned.finally(finish);
  finish();
  return returned;
}
