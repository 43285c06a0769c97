import type { Registry } from '../registry.js';
import type { Timer } from '../timer.js';

// 13 KiB for each pair of method and status; what is quicker or slower is counted all the same.
const BOUNDS = { min: 0.01, max: 600_000 };
const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Durations of HTTP requests by method (the usual seven and `other`) and status class (`2xx`). */
export class RequestDurations {
  readonly #all: Timer;
  readonly #kept = new Map<string, (Timer | undefined)[]>();

  constructor(registry: Registry, name: string, help: string) {
    this.#all = registry.timer(name, { help, ...BOUNDS, labelNames: ['method', 'status'] });
  }

  observe(method: unknown, statusCode: unknown, durationMs: number): void {
    const known = typeof method === 'string' && METHODS.has(method) ? method : 'other';
    const hundreds =
      typeof statusCode === 'number' && statusCode >= 100 && statusCode < 600 ? Math.floor(statusCode / 100) : 0;
    let timers = this.#kept.get(known);
    if (timers === undefined) this.#kept.set(known, (timers = []));
    const timer = (timers[hundreds] ??= this.#all.labels({
      method: known,
      status: hundreds === 0 ? 'other' : `${hundreds}xx`,
    }));
    timer.observe(durationMs);
  }
}
