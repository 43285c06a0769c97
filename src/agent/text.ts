import type { MetricMeta } from '../format/metric-meta.js';
import { encodeText, type FieldType } from '../format/stats-encode.js';
import { decodeText } from '../format/stats-layout.js';
import type { Instrument, OnDropped } from './instrument.js';
import type { Slot } from './stats-file.js';

/** A short text: the version that is deployed, the job that is being worked on. */
export interface Text {
  /**
   * Never throws; what is no string is ignored and counted in `porthole.dropped`.
   *
   * Cut at the text's size (at a character's border) and at a NUL. Not atomic: a reader may see it half written.
   */
  set(value: string): void;
  readonly value: string;
}

export class TextInstrument implements Text, Instrument {
  readonly meta: MetricMeta;
  readonly type: FieldType;
  readonly #onDropped: OnDropped;
  #slot: Uint8Array;

  /** @param sizeBytes A multiple of 8. */
  constructor(meta: MetricMeta, sizeBytes: number, onDropped: OnDropped) {
    this.meta = meta;
    this.type = `${sizeBytes}s`;
    this.#onDropped = onDropped;
    this.#slot = new Uint8Array(sizeBytes);
  }

  set(value: string): void {
    if (typeof value === 'string') this.#slot.set(encodeText(value, this.#slot.length));
    else this.#onDropped();
  }

  get value(): string {
    const end = this.#slot.indexOf(0);
    return decodeText(this.encode().subarray(0, end < 0 ? undefined : end));
  }

  encode(): Uint8Array {
    return this.#slot.slice();
  }

  moveTo(slot: Slot): void {
    this.#slot = new Uint8Array(slot.buffer, slot.offset, this.#slot.length);
  }
}
