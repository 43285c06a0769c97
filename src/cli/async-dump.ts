import { PortholeError } from '../errors.js';
import type { AsyncDump } from '../format/async-dump.js';
import { describePrice } from '../format/async-text.js';
import { requestAsyncDump, requestAsyncPrice } from '../source/console-client.js';
import type { TargetSample } from '../source/sample.js';
import { complain, type Io } from './io.js';

/**
 * Says on stderr what an async dump of a process will cost, and takes it.
 *
 * @throws PortholeError `not-permitted` when that is too much and it is not forced.
 */
export async function takeAsyncDump(
  io: Io,
  socket: string,
  { name, target }: TargetSample,
  { locals, force: isForced }: { readonly locals: boolean; readonly force: boolean },
): Promise<AsyncDump> {
  const price = await requestAsyncPrice(socket);
  complain(io, `${name} (pid ${target.pid}): ${describePrice(price)}`);
  if (price.refusal !== undefined && !isForced) {
    throw new PortholeError('not-permitted', `no async dump: ${price.refusal}; --force takes it all the same`);
  }
  return await requestAsyncDump(socket, { locals, isForced });
}
