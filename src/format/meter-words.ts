/** Rates of a meter per second; `undefined` until they have been taken for the first time. */
export interface MeterRates {
  /** Since the meter was made. */
  readonly meanPerS: number | undefined;
  /** Exponentially weighted over 1, 5 and 15 minutes. */
  readonly m1PerS: number | undefined;
  readonly m5PerS: number | undefined;
  readonly m15PerS: number | undefined;
}

/**
 * Words of 8 bytes in a meter's field: the count, then doubles.
 *
 * The application writes the count. The rates, `NaN` at first, are written by
 * whoever ticks; `madeMs` is the machine's monotonic clock when the meter was made.
 */
export const METER_WORDS = { count: 0, madeMs: 1, mean: 2, m1: 3, m5: 4, m15: 5 } as const;
export const METER_WORD_COUNT = 6;

const WORD_BYTES = 8;

/** Reads the rates of a meter's field at `offset`. */
export function readMeterRates(view: DataView, offset: number): MeterRates {
  const rateAt = (word: number): number | undefined => {
    const rate = view.getFloat64(offset + word * WORD_BYTES, true);
    return Number.isNaN(rate) ? undefined : rate;
  };
  return {
    meanPerS: rateAt(METER_WORDS.mean),
    m1PerS: rateAt(METER_WORDS.m1),
    m5PerS: rateAt(METER_WORDS.m5),
    m15PerS: rateAt(METER_WORDS.m15),
  };
}
