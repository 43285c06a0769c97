import type { ServerResponse } from 'node:http';
import type { Heartbeat } from '../heartbeat.js';
import { listen } from '../listen.js';
import type { Registry } from '../registry.js';
import { instancesOf } from './instances-of.js';
import { OpenOperations } from './open-operations.js';
import type { StartPlugin } from './plugin.js';
import { RequestDurations } from './request-durations.js';

const isResponse = instancesOf<'node:http', ServerResponse>('node:http', (module) => module.ServerResponse);

/** Requests that this thread's HTTP servers get (`http.server.request.start`, `http.server.response.finish`; Node 20 on). */
export const measureHttpServers: StartPlugin = (registry, heartbeat) => {
  let metrics: ServerMetrics | undefined;
  listen('http.server.request.start', registry.onDropped, ({ response }) => {
    if (!isResponse(response)) return;
    const { method = '', url = '' } = response.req;
    metrics ??= createMetrics(registry, heartbeat);
    metrics.requests.inc();
    metrics.open.begin(response, `${method} `, url);
  });
  listen('http.server.response.finish', registry.onDropped, ({ response }) => {
    if (!isResponse(response)) return;
    const durationMs = metrics?.open.end(response);
    if (durationMs !== undefined) metrics?.durations.observe(response.req.method, response.statusCode, durationMs);
  });
};

type ServerMetrics = ReturnType<typeof createMetrics>;

// oxlint-disable-next-line typescript/explicit-function-return-type -- the type is what it returns
function createMetrics(registry: Registry, heartbeat: Heartbeat) {
  const aborted = registry.counter('http.server.requests.aborted', {
    unit: 'requests',
    help: 'Requests whose connection was closed before all of the response was sent',
  });
  const active = registry.gauge('http.server.requests.active', { unit: 'requests', help: 'Requests being served' });
  return {
    requests: registry.counter('http.server.requests', { unit: 'requests', help: 'Requests received' }),
    // Nothing is published for a response that is never finished.
    open: new OpenOperations<ServerResponse>(
      'http.server',
      active,
      heartbeat,
      (response) => response.destroyed || response.closed,
      () => aborted.inc(),
    ),
    durations: new RequestDurations(
      registry,
      'http.server.request.duration',
      'From a request’s headers to the last byte of its response, which is then handed to the kernel',
    ),
  };
}
