import type { Slot } from '../../../src/agent/stats-file.js';
import type { FieldType } from '../../../src/format/stats-encode.js';
import type { Cases } from './case.js';
import { openMappedStatsFile } from './mapped-file.js';

/** What the memory itself costs: a typed array over a field of a mapped stats file. */
export const CASES: Cases = {
  'BigUint64Array add': () => {
    const slot = openSlot('Q');
    const words = new BigUint64Array(slot.buffer, slot.offset, 1);
    return (count) => {
      for (let index = 0; index < count; index++) words[0] = (words[0] ?? 0n) + 1n;
    };
  },
  'Float64Array add': () => {
    const slot = openSlot('d');
    const numbers = new Float64Array(slot.buffer, slot.offset, 1);
    return (count) => {
      for (let index = 0; index < count; index++) numbers[0] = (numbers[0] ?? 0) + 1;
    };
  },
  'Float64Array store': () => {
    const slot = openSlot('d');
    const numbers = new Float64Array(slot.buffer, slot.offset, 1);
    return (count) => {
      for (let index = 0; index < count; index++) numbers[0] = index;
    };
  },
};

function openSlot(type: FieldType): Slot {
  const meta = { name: 'bare', kind: 'gauge', unit: undefined, help: undefined } as const;
  const slot = openMappedStatsFile().add(meta, type, new Uint8Array(8));
  if (slot === undefined) throw new Error('a new file has no room');
  return slot;
}
