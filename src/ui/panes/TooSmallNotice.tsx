import type { ReactElement } from 'react';
import type { ScreenSize } from '../state.js';
import { MIN_COLUMNS, MIN_ROWS } from '../view/layout.js';
import { span, styledLine } from '../view/styled-line.js';
import { Line } from '../widgets/Line.js';

/** Instead of a broken frame. */
export function TooSmallNotice({ size }: { readonly size: ScreenSize }): ReactElement {
  const needed = `terminal too small, need ${MIN_COLUMNS}×${MIN_ROWS} (this is ${size.columns}×${size.rows})`;
  return <Line line={styledLine([span(needed)], size.columns)} />;
}
