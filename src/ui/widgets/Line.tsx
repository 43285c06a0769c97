import type { ReactElement } from 'react';
import { widthOf } from '../draw/fit.js';
import type { StyledLine } from '../view/styled-line.js';
import { Painted } from './Painted.js';

/** One line from edge to edge. */
export function Line({ line }: { readonly line: StyledLine }): ReactElement {
  const width = line.spans.reduce((sum, { text }) => sum + widthOf(text), 0);
  return <Painted width={width} height={1} lines={[line]} />;
}
