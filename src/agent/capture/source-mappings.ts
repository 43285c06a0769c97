/** Where a place in a generated script comes from; lines and columns count from 0. */
export interface OriginalPlace {
  /** An index into the map's `sources`. */
  readonly source: number;
  readonly line: number;
  readonly column: number;
}

const DIGITS = new Map(
  Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/', (digit, value) => [
    digit.charCodeAt(0),
    value,
  ]),
);
const SEMICOLON = ';'.charCodeAt(0);
const COMMA = ','.charCodeAt(0);
const CONTINUES = 32;

/**
 * Looks up one place in the `mappings` of a source map (version 3): the last segment of its line that starts at or before it.
 *
 * They are read from their beginning and nothing is kept: a map takes fifty times its length when it is decoded into objects, as
 * libraries and Node's own class do, and this runs in a process that belongs to somebody else. Some 20 ms for a megabyte.
 *
 * @returns `undefined` when nothing is said of that place.
 */
export function findOriginal(mappings: string, line: number, column: number): OriginalPlace | undefined {
  let [at, generatedLine] = [0, 0];
  while (generatedLine < line && at !== -1) {
    // Lines before it matter for their differences only.
    at = mappings.indexOf(';', at);
    if (at === -1) return undefined;
    at++;
    generatedLine++;
  }
  return new Decoder(mappings).findIn(at, column);
}

/** Adds up differences from the beginning of the mappings. */
class Decoder {
  readonly #mappings: string;
  #at = 0;
  // Column of the generated script; source, line and column of the original, name.
  readonly #sums = [0, 0, 0, 0, 0];

  constructor(mappings: string) {
    this.#mappings = mappings;
  }

  findIn(lineStart: number, column: number): OriginalPlace | undefined {
    let found: OriginalPlace | undefined;
    while (this.#at < this.#mappings.length) {
      const code = this.#mappings.charCodeAt(this.#at);
      if (code === SEMICOLON) {
        if (this.#at >= lineStart) break;
        this.#sums[0] = 0;
        this.#at++;
      } else if (code === COMMA) {
        this.#at++;
      } else {
        const isInLine = this.#at >= lineStart;
        const hasSource = this.#readSegment() >= 4;
        if (isInLine && (this.#sums[0] ?? 0) > column) break;
        if (isInLine) found = hasSource ? this.#place() : undefined;
      }
    }
    return found;
  }

  #place(): OriginalPlace {
    const [, source = 0, line = 0, column = 0] = this.#sums;
    return { source, line, column };
  }

  #readSegment(): number {
    let fields = 0;
    while (this.#at < this.#mappings.length) {
      const code = this.#mappings.charCodeAt(this.#at);
      if (code === SEMICOLON || code === COMMA) break;
      const difference = this.#readNumber();
      if (fields < this.#sums.length) this.#sums[fields] = (this.#sums[fields] ?? 0) + difference;
      fields++;
    }
    return fields;
  }

  // Five bits a digit, the lowest first; the lowest bit of all is the sign.
  #readNumber(): number {
    let [value, weight, digit] = [0, 1, CONTINUES];
    while ((digit & CONTINUES) !== 0 && this.#at < this.#mappings.length) {
      digit = DIGITS.get(this.#mappings.charCodeAt(this.#at++)) ?? 0;
      value += (digit & (CONTINUES - 1)) * weight;
      weight *= CONTINUES;
    }
    const magnitude = Math.floor(value / 2);
    return value % 2 === 1 ? -magnitude : magnitude;
  }
}
