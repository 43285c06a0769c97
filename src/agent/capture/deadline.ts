import { clearTimeout, setTimeout } from 'node:timers';

/** What came of a promise that was given so much time. */
export type Outcome<T> = { readonly state: 'came'; readonly value: T } | { readonly state: 'late' };

/** Waits for `promise`, but no longer than `deadlineMs`. Rejects as `promise` does. */
export async function beforeDeadline<T>(promise: Promise<T>, deadlineMs: number): Promise<Outcome<T>> {
  // The answer of a promise that is too late is nobody's any more, and neither is its error.
  promise.catch(() => undefined);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Outcome<T>>((resolve) => {
    timer = setTimeout(() => resolve({ state: 'late' }), deadlineMs);
  });
  try {
    return await Promise.race([promise.then((value): Outcome<T> => ({ state: 'came', value })), late]);
  } finally {
    clearTimeout(timer);
  }
}
