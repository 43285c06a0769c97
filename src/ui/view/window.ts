/** The part of a list that is on the screen; `end` is one past the last. */
export interface ListWindow {
  readonly start: number;
  readonly end: number;
}

/** The lines that are shown of `count` in `height` rows, as near to the wanted offset as there are lines for. */
export function windowOf(count: number, height: number, offset: number): ListWindow {
  const start = Math.max(0, Math.min(offset, count - height));
  return { start, end: Math.min(count, start + Math.max(0, height)) };
}

/** The offset nearest to the present one at which the line `index` is shown. */
export function offsetShowing(index: number, height: number, offset: number): number {
  return Math.max(0, Math.min(index, Math.max(offset, index - height + 1)));
}

/** `3–20 of 45` when not all is shown. */
export function describeWindow({ start, end }: ListWindow, count: number): string {
  return end - start >= count ? '' : `${start + 1}–${end} of ${count}`;
}
