import type { ClientRequest } from 'node:http';
import { listen } from '../listen.js';
import { instancesOf } from './instances-of.js';
import { OutgoingRequests } from './outgoing-requests.js';
import type { StartPlugin } from './plugin.js';

const isRequest = instancesOf('node:http', (module) => module.ClientRequest);
const isResponse = instancesOf('node:http', (module) => module.IncomingMessage);

/**
 * Requests through `node:http` and `node:https` (`http.client.request.start`, `.request.error`, `.response.finish`;
 * Node 20 on). The last of them comes with the response's headers, whatever its name says.
 */
export const measureHttpClients: StartPlugin = (registry, heartbeat) => {
  let metrics: OutgoingRequests<ClientRequest> | undefined;
  const create = (): OutgoingRequests<ClientRequest> =>
    new OutgoingRequests(registry, heartbeat, 'http.client', (request) => request.destroyed);
  listen('http.client.request.start', registry.onDropped, ({ request }) => {
    if (!isRequest(request)) return;
    const { method, protocol, path } = request;
    // With the port, which the request's own `host` lacks.
    const host = String(request.getHeader('host') ?? request.host);
    (metrics ??= create()).begin(request, method, `${protocol}//${host}${path}`);
  });
  listen('http.client.response.finish', registry.onDropped, ({ request, response }) => {
    if (isRequest(request) && isResponse(response)) {
      metrics?.answered(request, request.method, response.statusCode);
    }
  });
  listen('http.client.request.error', registry.onDropped, ({ request }) => {
    // A request that fails before it was sent is the first sign of some programs.
    if (isRequest(request)) (metrics ??= create()).failed(request);
  });
};
