import type { HostReading } from '../source/sample.js';
import { formatDurationMs } from '../units.js';

/** What is to be said of a machine that is not looked at now, as short as it can be: `box: connection lost 5 s ago, trying again`. */
export function describeHost({ host, state, sinceMs, reason }: HostReading, atMs: number): string | undefined {
  if (state === 'live') return undefined;
  if (state === 'connecting')
    return reason === undefined ? `${host}: connecting …` : `${host}: not reached, trying again`;
  // Whole seconds: it is read while it counts.
  const ago = formatDurationMs(Math.max(0, Math.floor((atMs - sinceMs) / 1000) * 1000));
  return `${host}: connection lost ${ago} ago, trying again`;
}

/** The same with the reason. */
export function explainHost(reading: HostReading, atMs: number): string | undefined {
  const short = describeHost(reading, atMs);
  return reading.reason === undefined || short === undefined ? short : `${short}: ${reading.reason}`;
}
