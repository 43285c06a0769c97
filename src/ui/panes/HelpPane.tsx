import type { ReactElement } from 'react';
import type { UiState } from '../state.js';
import { viewHelp } from '../view/help-lines.js';
import type { Rect } from '../view/layout.js';
import { Frame } from '../widgets/Frame.js';

/** The help, in place of the panes. */
export function HelpPane({ state, rect }: { readonly state: UiState; readonly rect: Rect }): ReactElement {
  return <Frame rect={rect} view={viewHelp(state, rect)} />;
}
