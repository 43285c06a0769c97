import { Box } from 'ink';
import type { ReactElement } from 'react';
import { GraphsPane } from './panes/GraphsPane.js';
import { HelpPane } from './panes/HelpPane.js';
import { InspectionPane } from './panes/InspectionPane.js';
import { LogPane } from './panes/LogPane.js';
import { MetricsPane } from './panes/MetricsPane.js';
import { ProcessesPane } from './panes/ProcessesPane.js';
import { StackPane } from './panes/StackPane.js';
import { TooSmallNotice } from './panes/TooSmallNotice.js';
import type { UiState } from './state.js';
import { viewDescription } from './view/description.js';
import { viewKeyBar } from './view/key-bar.js';
import { layoutScreen, type ScreenLayout } from './view/layout.js';
import { viewStatusLine } from './view/status-line.js';
import { Line } from './widgets/Line.js';

interface AppProps {
  readonly state: UiState;
}

/** The whole screen: only places the panes. */
export function App({ state }: AppProps): ReactElement {
  const layout = layoutScreen(state);
  if (layout.isTooSmall) return <TooSmallNotice size={state.size} />;
  return (
    <Box flexDirection="column" width={state.size.columns} height={state.size.rows}>
      <Line line={viewStatusLine(state)} />
      {state.isHelpOpen ? <HelpPane state={state} rect={layout.help} /> : <Panes state={state} layout={layout} />}
      <Line line={viewDescription(state)} />
      <Line line={viewKeyBar(state)} />
    </Box>
  );
}

function Panes({ state, layout }: AppProps & { readonly layout: ScreenLayout }): ReactElement {
  return (
    <Box flexDirection={layout.isNarrow ? 'column' : 'row'} flexShrink={0}>
      <ProcessesPane state={state} layout={layout} />
      <Box flexDirection="column" flexShrink={0}>
        {layout.metrics.height === 0 ? undefined : <MetricsPane state={state} rect={layout.metrics} />}
        <GraphsPane state={state} rects={layout.graphs} />
        {layout.stack === undefined ? undefined : <StackPane state={state} rect={layout.stack} />}
        {layout.inspection === undefined ? undefined : <InspectionPane state={state} rect={layout.inspection} />}
        {layout.log === undefined ? undefined : <LogPane state={state} rect={layout.log} />}
      </Box>
    </Box>
  );
}
