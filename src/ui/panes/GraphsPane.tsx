import type { ReactElement } from 'react';
import type { UiState } from '../state.js';
import { viewGraph, viewOverlay } from '../view/graph-lines.js';
import type { Rect } from '../view/layout.js';
import { Frame } from '../widgets/Frame.js';

interface GraphsPaneProps {
  readonly state: UiState;
  readonly rects: readonly Rect[];
}

/** The graphs one below the other, newest first, as many as fit; the last says how many do not. Or all in one. */
export function GraphsPane({ state, rects }: GraphsPaneProps): ReactElement {
  const [first] = rects;
  if (state.graphView.isOverlaid && first !== undefined && state.graphs.length > 1) {
    return <Frame rect={first} view={viewOverlay(state, first)} />;
  }
  return (
    <>
      {rects.map((rect, index) => {
        const graph = state.graphs[index];
        if (graph === undefined) return undefined;
        const hiddenCount = index === rects.length - 1 ? state.graphs.length - rects.length : 0;
        return <Frame key={rect.top} rect={rect} view={viewGraph(state, graph, rect, hiddenCount)} />;
      })}
    </>
  );
}
