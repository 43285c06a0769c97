import { isPlainObject } from '../../format/json.js';
import { listen } from '../listen.js';
import { OutgoingRequests } from './outgoing-requests.js';
import type { StartPlugin } from './plugin.js';

type UndiciRequest = Readonly<Record<string, unknown>>;

/**
 * Requests through `fetch`, Node's own, and through the package undici in any of its ways (`undici:request:*`, the same
 * channels for both; Node 20 on).
 */
export const measureFetches: StartPlugin = (registry, heartbeat) => {
  let metrics: OutgoingRequests<UndiciRequest> | undefined;
  listen('undici:request:create', registry.onDropped, ({ request }) => {
    // Of a tunnel or an upgrade neither headers nor an end are published.
    if (!isPlainObject(request) || request['method'] === 'CONNECT' || typeof request['upgrade'] === 'string') return;
    metrics ??= new OutgoingRequests(registry, heartbeat, 'fetch', hasEnded);
    metrics.begin(request, textOf(request['method']), `${originOf(request['origin'])}${textOf(request['path'])}`);
  });
  listen('undici:request:headers', registry.onDropped, ({ request, response }) => {
    if (isPlainObject(request) && isPlainObject(response)) {
      metrics?.answered(request, request['method'], response['statusCode']);
    }
  });
  listen('undici:request:error', registry.onDropped, ({ request }) => {
    if (isPlainObject(request)) metrics?.failed(request);
  });
};

function originOf(value: unknown): string {
  return value instanceof URL ? value.origin : textOf(value);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function hasEnded(request: UndiciRequest): boolean {
  return request['aborted'] === true || request['completed'] === true;
}
