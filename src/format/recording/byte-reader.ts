import { PortholeError } from '../../errors.js';

const decoder = new TextDecoder();
const MAX_VARINT_BYTES = 8;

/** Reads what a `ByteWriter` has written, one after the other. @throws PortholeError `bad-answer` beyond the end. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Whether nothing is left. */
  get isAtEnd(): boolean {
    return this.#offset >= this.#bytes.length;
  }

  byte(): number {
    const value = this.#bytes[this.#offset++];
    if (value === undefined) throw new PortholeError('bad-answer', 'a record ends too early');
    return value;
  }

  varint(): number {
    let [value, factor] = [0, 1];
    for (let count = 0; count < MAX_VARINT_BYTES; count++) {
      const byte = this.byte();
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
      factor *= 0x80;
    }
    throw new PortholeError('bad-answer', 'a number in a record is too long');
  }

  signed(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  /** A number of things of which each takes a byte at least: more than there are bytes is garbage. */
  count(): number {
    const count = this.varint();
    if (count > this.#bytes.length - this.#offset) throw new PortholeError('bad-answer', 'a record ends too early');
    return count;
  }

  text(): string {
    return decoder.decode(this.raw(this.count()));
  }

  raw(count: number): Uint8Array {
    this.#offset += count;
    return this.#bytes.subarray(this.#offset - count, this.#offset);
  }
}
