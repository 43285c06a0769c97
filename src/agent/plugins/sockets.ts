import { markOpened } from '../in-flight/open-handles.js';
import { listen } from '../listen.js';
import type { StartPlugin } from './plugin.js';

/**
 * TCP and Unix sockets (`net.client.socket`, `net.server.socket`; Node 20 on). How many are open is told by
 * `nodejs.active.resources{type="TCPSocketWrap"}`.
 */
export const countSockets: StartPlugin = (registry) => {
  const options = { unit: 'sockets', help: 'Sockets opened: to others (client), by others (server)' };
  for (const side of ['client', 'server']) {
    listen(`net.${side}.socket`, registry.onDropped, ({ socket }) => {
      if (typeof socket === 'object' && socket !== null) markOpened(socket);
      registry.counter('net.sockets', { ...options, labels: { side } }).inc();
    });
  }
  // Not published by every Node; without it a server has no age.
  listen('tracing:net.server.listen:asyncStart', registry.onDropped, ({ server }) => {
    if (typeof server === 'object' && server !== null) markOpened(server);
  });
};
