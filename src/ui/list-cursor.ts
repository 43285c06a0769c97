import type { ListCursor } from './inspection.js';
import { type ListWindow, offsetShowing, windowOf } from './view/window.js';

/** The selected line of a list; -1 of an empty one. When the line is gone, the one that has its place. */
export function selectedIndex({ key, index }: ListCursor, keys: readonly string[]): number {
  if (key === undefined) return Math.min(0, keys.length - 1);
  const found = keys.indexOf(key);
  return found >= 0 ? found : Math.min(index, keys.length - 1);
}

/** The lines that are seen. */
export function cursorWindow({ offset }: ListCursor, count: number, height: number): ListWindow {
  return windowOf(count, height, offset);
}

/** The cursor on a line, scrolled so that it is seen. */
export function cursorAt(cursor: ListCursor, keys: readonly string[], index: number, height: number): ListCursor {
  const { start } = cursorWindow(cursor, keys.length, height);
  return { key: keys[index], index, offset: offsetShowing(index, height, start) };
}

/** The cursor where it is, the list scrolled by so many lines. */
export function scrolledCursor(cursor: ListCursor, count: number, height: number, lines: number): ListCursor {
  const { start } = cursorWindow(cursor, count, height);
  return { ...cursor, offset: Math.max(0, Math.min(start + lines, count - height)) };
}
