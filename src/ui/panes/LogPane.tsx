import type { ReactElement } from 'react';
import type { UiState } from '../state.js';
import type { Rect } from '../view/layout.js';
import { viewLog } from '../view/log-lines.js';
import { Frame } from '../widgets/Frame.js';

/** What happened to processes, newest first. */
export function LogPane({ state, rect }: { readonly state: UiState; readonly rect: Rect }): ReactElement {
  return <Frame rect={rect} view={viewLog(state, rect)} />;
}
