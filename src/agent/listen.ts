import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { isPlainObject } from '../format/json.js';
import { atStop } from './at-stop.js';
import type { OnDropped } from './instrument.js';

/** What a channel of `node:diagnostics_channel` publishes: an object with named parts, of which none is certain. */
export type ChannelMessage = Readonly<Record<string, unknown>>;

/**
 * Subscribes to a channel, until the agent stops.
 *
 * What a subscriber throws becomes an `uncaughtException` of the host; here it is counted instead.
 * Nothing is kept alive, and the channel of a library that is never loaded costs nothing.
 */
export function listen(channel: string, onDropped: OnDropped, onMessage: (message: ChannelMessage) => void): void {
  const take = (message: unknown): void => {
    try {
      if (isPlainObject(message)) onMessage(message);
    } catch {
      onDropped();
    }
  };
  subscribe(channel, take);
  atStop(() => unsubscribe(channel, take));
}
