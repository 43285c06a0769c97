import { once } from 'node:events';

/**
 * Settles at the first SIGINT, SIGTERM or SIGHUP, which until then do not end the process by themselves.
 *
 * @param stop Stops waiting: the promise then rejects with its reason.
 */
export function nextSignal(stop: AbortSignal): Promise<unknown> {
  return Promise.race(['SIGINT', 'SIGTERM', 'SIGHUP'].map((name) => once(process, name, { signal: stop })));
}
