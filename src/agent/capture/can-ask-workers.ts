import type { ThreadRecord } from './thread-record.js';

// Node 20 died in about one of 200 dumps of a program whose threads came and went all the time, since its inspector does not
// bear that a thread ends to which it is attached; 22, 24 and 26 never did.
const IS_FRAGILE = Number(process.versions.node.split('.', 1)[0]) < 22;
const SETTLED_AFTER_MS = 5000;

/**
 * Whether worker threads may be asked. With Node 20 only where `PORTHOLE_ASK_WORKERS=1` takes the risk, and even there
 * when all are known and none has started lately, since such a program seldom ends one.
 */
export function canAskWorkers(records: ReadonlyMap<number, ThreadRecord>): boolean {
  if (!IS_FRAGILE) return true;
  if (process.env['PORTHOLE_ASK_WORKERS'] !== '1') return false;
  const workers = [...records.values()].filter(({ threadId }) => threadId !== 0);
  return workers.length === records.get(0)?.workers && workers.every(({ ageMs }) => ageMs > SETTLED_AFTER_MS);
}
