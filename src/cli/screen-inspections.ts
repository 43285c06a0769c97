import { requestAsyncDump, requestAsyncPrice, requestInFlight, requestSamples } from '../source/console-client.js';
import { readStalls } from '../source/stalls.js';
import type { Inspections } from '../ui/services.js';

/** The questions of the screen, each over the process's own socket. */
export const inspections: Inspections = {
  requestInFlight: ({ socket }) => requestInFlight(socket),
  requestSamples: ({ socket }, count, intervalMs) => requestSamples(socket, count, intervalMs),
  requestAsyncPrice: ({ socket }) => requestAsyncPrice(socket),
  requestAsyncDump: ({ socket }, isForced) => requestAsyncDump(socket, { isForced }),
  readStalls,
};
