import type { Task } from '../heartbeat.js';
import { paced } from '../paced.js';
import type { Registry } from '../registry.js';

// As async_hooks names them: FSReqCallback, GetAddrInfoReqWrap, TCPConnectWrap, WriteWrap, …
const REQUEST = /Req(Callback|Promise|Wrap)?$|^(TCPConnect|PipeConnect|Write|Shutdown)Wrap$/;
const TIMER = /^(Timeout|Immediate)$/;

/** Whether a type of active resource is a handle's: no timer, and no operation that is waited for. */
export function isHandleType(type: string): boolean {
  return !REQUEST.test(type) && !TIMER.test(type);
}

/**
 * What keeps the event loop alive, by type, and in sum as handles, requests and timers.
 *
 * Node makes an array with one name for each: with 10,000 sockets about 2 ms, so that it is {@link paced}.
 */
export function sampleActiveResources(registry: Registry): Task {
  const byType = { unit: 'resources', help: 'What keeps the event loop alive, of this type' };
  const total = registry.gauge('nodejs.active.resources.total', {
    unit: 'resources',
    help: 'What keeps the event loop alive',
  });
  const requests = registry.gauge('nodejs.active.requests.total', {
    unit: 'requests',
    help: 'Operations that are waited for: file reads, DNS lookups, connects, writes, …',
  });
  const handles = registry.gauge('nodejs.active.handles.total', {
    unit: 'handles',
    help: 'Open sockets, servers, pipes, child processes, …',
  });
  let known = new Set<string>();
  return paced(() => {
    const counts = new Map<string, number>();
    for (const type of process.getActiveResourcesInfo()) counts.set(type, (counts.get(type) ?? 0) + 1);
    known = new Set([...known, ...counts.keys()]);
    for (const type of known) {
      registry.gauge('nodejs.active.resources', { ...byType, labels: { type } }).set(counts.get(type) ?? 0);
    }
    const all = sum(counts, () => true);
    const timers = sum(counts, (type) => TIMER.test(type));
    requests.set(sum(counts, (type) => REQUEST.test(type)));
    handles.set(all - timers - requests.value);
    total.set(all);
  });
}

function sum(counts: ReadonlyMap<string, number>, isMeant: (type: string) => boolean): number {
  return [...counts].reduce((total, [type, count]) => (isMeant(type) ? total + count : total), 0);
}
