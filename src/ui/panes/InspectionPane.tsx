import type { ReactElement } from 'react';
import type { UiState } from '../state.js';
import { viewInspection } from '../view/inspection-pane.js';
import type { Rect } from '../view/layout.js';
import { Frame } from '../widgets/Frame.js';

/** What the selected process has in flight, waits for, runs, or was stuck in: the tab that is open. */
export function InspectionPane({
  state,
  rect,
}: {
  readonly state: UiState;
  readonly rect: Rect;
}): ReactElement | undefined {
  const { tab } = state.inspection;
  return tab === undefined ? undefined : <Frame rect={rect} view={viewInspection(state, tab, rect)} />;
}
