import type { Counter } from '../counter.js';
import type { Heartbeat } from '../heartbeat.js';
import type { Registry } from '../registry.js';
import { OpenOperations } from './open-operations.js';
import { RequestDurations } from './request-durations.js';

/** What this thread asks of others over HTTP: the metrics of one way to do so. */
export class OutgoingRequests<T extends object> {
  readonly #requests: Counter;
  readonly #errors: Counter;
  readonly #open: OpenOperations<T>;
  readonly #durations: RequestDurations;

  constructor(registry: Registry, heartbeat: Heartbeat, prefix: string, hasEnded: (request: T) => boolean) {
    this.#requests = registry.counter(`${prefix}.requests`, { unit: 'requests', help: 'Requests sent' });
    this.#errors = registry.counter(`${prefix}.errors`, {
      unit: 'errors',
      help: 'Requests that failed or were given up',
    });
    const active = registry.gauge(`${prefix}.requests.active`, {
      unit: 'requests',
      help: 'Requests that wait for the headers of their response',
    });
    this.#open = new OpenOperations(prefix, active, heartbeat, hasEnded, () => this.#errors.inc());
    this.#durations = new RequestDurations(
      registry,
      `${prefix}.request.duration`,
      'From a request to the headers of its response',
    );
  }

  /** @param url Without its query's secrets or with them: they are taken out when somebody reads it. */
  begin(request: T, method: string, url: string): void {
    this.#requests.inc();
    this.#open.begin(request, `${method} `, url);
  }

  answered(request: T, method: unknown, statusCode: unknown): void {
    const durationMs = this.#open.end(request);
    if (durationMs !== undefined) this.#durations.observe(method, statusCode, durationMs);
  }

  failed(request: T): void {
    this.#open.end(request);
    this.#errors.inc();
  }
}
