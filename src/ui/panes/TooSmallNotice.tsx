import { Text } from 'ink';
import type { ReactElement } from 'react';
import { shorten } from '../draw/fit.js';
import type { ScreenSize } from '../state.js';
import { MIN_COLUMNS, MIN_ROWS } from '../view/layout.js';

/** Instead of a broken frame. */
export function TooSmallNotice({ size }: { readonly size: ScreenSize }): ReactElement {
  const needed = `terminal too small, need ${MIN_COLUMNS}×${MIN_ROWS}`;
  return <Text wrap="truncate">{shorten(`${needed} (this is ${size.columns}×${size.rows})`, size.columns)}</Text>;
}
