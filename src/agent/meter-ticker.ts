import { METER_WORD_COUNT, METER_WORDS } from '../format/meter-words.js';
import { FIRST_FIELD_OFFSET } from '../format/stats-encode.js';
import { decodeLayout, type FieldLayout } from '../format/stats-layout.js';
import { Ewma, TICK_INTERVAL_MS } from './ewma.js';
import type { FieldMemory } from './field-memory.js';

interface TickedMeter {
  readonly offset: number;
  countBefore: number;
  readonly rates: readonly Ewma[];
}

const WORD_BYTES = 8;

/**
 * Takes the rates of all meters of one stats file, each {@link TICK_INTERVAL_MS}.
 *
 * It writes the rates and nothing else, and the application only the count, so
 * each word has one writer.
 */
export class MeterTicker {
  readonly #memory: FieldMemory;
  readonly #meters: TickedMeter[] = [];
  #tickedMs: number;
  #end = FIRST_FIELD_OFFSET;

  constructor(memory: FieldMemory, nowMs: number) {
    this.#memory = memory;
    this.#tickedMs = nowMs;
  }

  /**
   * Ticks when an interval has passed since the last time; what was counted in several belongs to the first of them.
   *
   * @param nowMs The machine's monotonic clock.
   * @throws What reading and writing the file throws.
   */
  tickIfDue(nowMs: number): void {
    const ticks = Math.floor((nowMs - this.#tickedMs) / TICK_INTERVAL_MS);
    if (ticks < 1) return;
    this.#learnNewFields(this.#tickedMs);
    this.#tickedMs += ticks * TICK_INTERVAL_MS;
    for (const meter of this.#meters) this.#tick(meter, ticks, nowMs);
  }

  #tick(meter: TickedMeter, ticks: number, nowMs: number): void {
    const { count, madeMs } = this.#read(meter.offset);
    const counted = Math.max(0, count - meter.countBefore);
    meter.countBefore = count;
    const rates = meter.rates.map((rate) => {
      let ratePerS = rate.tick(counted);
      for (let idle = 1; idle < ticks; idle++) ratePerS = rate.tick(0);
      return ratePerS;
    });
    const meanPerS = (count * 1000) / Math.max(1, nowMs - madeMs);
    this.#memory.write(meter.offset + METER_WORDS.mean * WORD_BYTES, Float64Array.of(meanPerS, ...rates));
  }

  // Fields are only ever added, so those behind the last known one are the new ones.
  #learnNewFields(sinceMs: number): void {
    if (this.#memory.read(this.#end, 2).every((byte) => byte === 0)) return;
    const { fields, end } = decodeLayout(this.#memory.readAll());
    for (const field of fields) {
      if (field.end <= this.#end || !isMeter(field)) continue;
      const offset = field.bufferOffset + 1;
      const { count, madeMs } = this.#read(offset);
      // Of a meter that is older than this interval nobody knows when it counted.
      const countBefore = madeMs >= sinceMs ? 0 : count;
      this.#meters.push({ offset, countBefore, rates: [new Ewma(1), new Ewma(5), new Ewma(15)] });
    }
    this.#end = end;
  }

  #read(offset: number): { readonly count: number; readonly madeMs: number } {
    const bytes = this.#memory.read(offset, METER_WORD_COUNT * WORD_BYTES);
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const count = Number(view.getBigUint64(METER_WORDS.count * WORD_BYTES, true));
    return { count, madeMs: view.getFloat64(METER_WORDS.madeMs * WORD_BYTES, true) };
  }
}

// The smallest histogram is ten times as long, and we write no other array.
function isMeter({ type, isBuffered }: FieldLayout): boolean {
  return type.letter === 'Q' && type.count === METER_WORD_COUNT && !isBuffered;
}
