import { createElement, type ReactElement } from 'react';
import type { StyledLine } from '../view/styled-line.js';

interface PaintedProps {
  readonly width: number;
  readonly height: number;
  /** Each exactly `width` columns wide. */
  readonly lines: readonly StyledLine[];
}

/** A part of the screen whose lines are ready: Ink gives it its place, and `paintTree` draws it there. */
export function Painted({ width, height, lines }: PaintedProps): ReactElement {
  return createElement('ink-box', { style: { width, height, flexShrink: 0 }, lines });
}
