import type { ReactElement } from 'react';
import type { UiState } from '../state.js';
import type { Rect } from '../view/layout.js';
import { viewMetrics } from '../view/metric-lines.js';
import { Frame } from '../widgets/Frame.js';

/** The live numbers of the selected process. */
export function MetricsPane({ state, rect }: { readonly state: UiState; readonly rect: Rect }): ReactElement {
  return <Frame rect={rect} view={viewMetrics(state, rect)} />;
}
