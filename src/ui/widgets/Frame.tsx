import type { ReactElement } from 'react';
import { framedLines } from '../view/framed-lines.js';
import type { Rect } from '../view/layout.js';
import type { PaneView } from '../view/styled-line.js';
import { Painted } from './Painted.js';

/** A pane's lines in a frame with its title; lines that do not fit are left out. */
export function Frame({ rect, view }: { readonly rect: Rect; readonly view: PaneView }): ReactElement {
  return <Painted width={rect.width} height={rect.height} lines={framedLines(rect, view)} />;
}
