/** Milliseconds of the machine's monotonic clock: the one on which agents write their heartbeat. */
export function readMonotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
