import { freemem } from 'node:os';
import type { AsyncPrice } from '../../../format/async-dump.js';
import { formatBytes, formatDurationMs } from '../../../units.js';

// Measured with heaps of 4 to 113 MB of small objects, the worst there is: 50–130 ms and 16–18 bytes a byte of heap.
const BASE_PAUSE_MS = 100;
const PAUSE_MS_PER_MB = 100;
const BASE_MEMORY_BYTES = 40e6;
const MEMORY_PER_HEAP_BYTE = 18;
const DEFAULT_LIMIT_MS = 2000;
// Whoever takes more of what is left may have the process killed for it.
const MAX_SHARE_OF_MEMORY = 0.5;

/**
 * What an async dump will cost a heap of this size, and whether that is too much.
 *
 * @param slowness How many times longer an earlier dump took than was told: on a machine without a core to spare.
 */
export function priceOf(heapBytes: number, limitMs: number, slowness: number): AsyncPrice {
  const availableBytes = readAvailableBytes();
  const expectedPauseMs = Math.round(slowness * (BASE_PAUSE_MS + (heapBytes / 1e6) * PAUSE_MS_PER_MB));
  const expectedMemoryBytes = Math.round(BASE_MEMORY_BYTES + heapBytes * MEMORY_PER_HEAP_BYTE);
  const price = { version: 1, heapBytes, expectedPauseMs, expectedMemoryBytes } as const;
  if (expectedPauseMs > limitMs) {
    const limit = `more than the ${formatDurationMs(limitMs)} of PORTHOLE_ASYNC_MAX_PAUSE_MS`;
    return {
      ...price,
      refusal: `the program would stand still for about ${formatDurationMs(expectedPauseMs)}, ${limit}`,
    };
  }
  if (expectedMemoryBytes > availableBytes * MAX_SHARE_OF_MEMORY) {
    const left = `more than half of the ${formatBytes(availableBytes)} that are left`;
    return { ...price, refusal: `it would take about ${formatBytes(expectedMemoryBytes)} of memory, ${left}` };
  }
  return { ...price, refusal: undefined };
}

/** `PORTHOLE_ASYNC_MAX_PAUSE_MS` as a number of ms; the default when it is none. */
export function readLimitMs(text: string | undefined): number {
  const limitMs = Number(text);
  return text === undefined || text.trim() === '' || !(limitMs >= 0) ? DEFAULT_LIMIT_MS : limitMs;
}

// Node 20.13 and later know the limit of the container.
function readAvailableBytes(): number {
  const { availableMemory } = process as { readonly availableMemory?: () => number };
  return availableMemory === undefined ? freemem() : availableMemory();
}
