import { setTimeout } from 'node:timers/promises';

const DEADLINE_MS = 20_000;
const POLL_MS = 20;

/** The first value of `find` that is not `undefined` or `false`; fails after 20 s. For what announces itself in no other way. */
export async function until<T>(
  what: string,
  find: () => T | undefined | false | Promise<T | undefined | false>,
): Promise<T> {
  const deadlineMs = Date.now() + DEADLINE_MS;
  for (;;) {
    const found = await find();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > deadlineMs) throw new Error(`waited in vain: ${what}`);
    await setTimeout(POLL_MS);
  }
}
