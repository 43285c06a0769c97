/** A number that has a column; exact above 2⁵³ too. */
export type AnyNumber = number | bigint;

/** What has a number at one moment. */
export interface Numbers {
  /** The same array from one moment to the next while they are the same: their columns are then not looked for again. */
  readonly keys: readonly string[];
  /** Of the key at this index; `undefined` where there is no number. */
  readonly valueAt: (index: number) => AnyNumber | undefined;
  /** Further numbers, that come and go. */
  readonly more: ReadonlyMap<string, AnyNumber>;
}

const NO_KEYS: readonly string[] = [];

/** Numbers that come and go, all of them. */
export function numbersFrom(more: ReadonlyMap<string, AnyNumber>): Numbers {
  return { keys: NO_KEYS, valueAt: () => undefined, more };
}

/** Of what has none. */
export const NO_NUMBERS: Numbers = numbersFrom(new Map());

/** All of them by their key. */
export function allNumbers({ keys, valueAt, more }: Numbers): ReadonlyMap<string, AnyNumber> {
  const all = new Map<string, AnyNumber>();
  for (const [index, key] of keys.entries()) {
    const value = valueAt(index);
    if (value !== undefined) all.set(key, value);
  }
  for (const [key, value] of more) all.set(key, value);
  return all;
}
