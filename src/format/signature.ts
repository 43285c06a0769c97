/** What a Python `struct` format says of a value: its first element, and the bytes of the whole. */
export interface ValueType {
  /** The format letter of the first element (`Q`, `d`, `s`, …). */
  readonly letter: string;
  /** How many of the first element: the length of an `s`, 1 for most, n for an array. */
  readonly count: number;
  /** Bytes of the whole value, padding between its elements included. */
  readonly size: number;
  readonly isLittleEndian: boolean;
}

const NATIVE_SIZES: Readonly<Record<string, number>> = {
  x: 1,
  c: 1,
  b: 1,
  B: 1,
  '?': 1,
  s: 1,
  p: 1,
  h: 2,
  H: 2,
  e: 2,
  i: 4,
  I: 4,
  f: 4,
  l: 8,
  L: 8,
  q: 8,
  Q: 8,
  n: 8,
  N: 8,
  P: 8,
  d: 8,
};
const STANDARD_SIZES: Readonly<Record<string, number>> = { ...NATIVE_SIZES, l: 4, L: 4 };
// A count beyond this is garbage: no file of ours or of mmstats comes near.
const MAX_COUNT = 1 << 20;
// Files repeat a few signatures; what does not repeat is not worth keeping.
const MAX_KNOWN = 256;
const known = new Map<string, ValueType>();

/**
 * Reads a `struct` format as Python's `calcsize` does: white space is ignored,
 * native mode aligns elements, `<`, `>`, `=` and `!` do not.
 *
 * @returns `undefined` when it is no format, or one without a value.
 */
export function parseSignature(signature: string): ValueType | undefined {
  const type = known.get(signature);
  if (type !== undefined) return type;
  const parsed = parseAnew(signature);
  if (parsed === undefined) return undefined;
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(signature, parsed);
  return parsed;
}

function parseAnew(signature: string): ValueType | undefined {
  const [, order = '', items = ''] = /^\s*([@=<>!]?)(.*)$/s.exec(signature) ?? [];
  const isNative = order === '' || order === '@';
  const sizes = isNative ? NATIVE_SIZES : STANDARD_SIZES;
  let first: { letter: string; count: number } | undefined;
  let size = 0;
  let rest = items.trimEnd();
  while (rest !== '') {
    const item = /^\s*(\d*)([a-zA-Z?])/.exec(rest);
    const letter = item?.[2] ?? '';
    const unit = sizes[letter];
    const count = item?.[1] === '' ? 1 : Number(item?.[1]);
    if (item === null || unit === undefined || count > MAX_COUNT) return undefined;
    if (isNative) size = Math.ceil(size / unit) * unit;
    if (first === undefined && letter !== 'x' && size > 0) return undefined;
    if (letter !== 'x') first ??= { letter, count };
    size += unit * count;
    rest = rest.slice(item[0].length);
  }
  if (first === undefined || first.count === 0) return undefined;
  return { ...first, size, isLittleEndian: order !== '>' && order !== '!' };
}
