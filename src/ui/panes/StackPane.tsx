import type { ReactElement } from 'react';
import type { UiState } from '../state.js';
import { lowerTabs } from '../view/inspection-tabs.js';
import type { Rect } from '../view/layout.js';
import { viewStack } from '../view/stack-lines.js';
import { Frame } from '../widgets/Frame.js';

/** The last stack dump, or the wait for it. */
export function StackPane({ state, rect }: { readonly state: UiState; readonly rect: Rect }): ReactElement | undefined {
  if (state.stack === undefined) return undefined;
  return <Frame rect={rect} view={{ ...viewStack(state, state.stack, rect), tabs: lowerTabs(state) }} />;
}
