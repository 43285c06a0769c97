import type { ReactElement } from 'react';
import type { UiState } from '../state.js';
import type { ScreenLayout } from '../view/layout.js';
import { viewProcesses } from '../view/process-lines.js';
import { viewSelector } from '../view/process-selector.js';
import { Frame } from '../widgets/Frame.js';
import { Line } from '../widgets/Line.js';

interface ProcessesPaneProps {
  readonly state: UiState;
  readonly layout: ScreenLayout;
}

/** The processes: a list at the left, or one line of names where there is no room for it. */
export function ProcessesPane({ state, layout }: ProcessesPaneProps): ReactElement | undefined {
  if (layout.isNarrow) return <Line line={viewSelector(state)} />;
  if (layout.processes.height === 0) return undefined;
  return <Frame rect={layout.processes} view={viewProcesses(state, layout.processes)} />;
}
