import { closeGraph, openGraphs } from './graphs.js';
import { Plot } from './Plot.js';
import { overlaidData, plotData } from './plot-data.js';
import type { Graph } from './state.js';
import { change, useStore } from './store.js';
import { clockText, rateText, splitLabel } from './value-text.js';

const WINDOWS = [
  [60_000, '1 min'],
  [5 * 60_000, '5 min'],
  [15 * 60_000, '15 min'],
] as const;
const PLOT_HEIGHT = 168;
const OVERLAY_HEIGHT = 340;

/** The graphs, one below the other or all in one. */
export function GraphsPane() {
  const state = useStore();
  const { graphs, isOverlaid } = state;
  return (
    <div class="graphs">
      <GraphControls />
      {graphs.length === 0 ? (
        <div class="hint">
          <p>
            <b>Click a metric</b> to graph it from this moment on; what was before, up to 15 minutes, comes with it.
          </p>
          <p>Counters are drawn as rates, timers as p50, p90 and p99. Drag to zoom, double-click to go back.</p>
        </div>
      ) : isOverlaid ? (
        <section class="graph">
          <Plot data={overlaidData(graphs)} height={OVERLAY_HEIGHT} />
        </section>
      ) : (
        graphs.map((graph, index) => <GraphCard key={graph.id} graph={graph} index={index} />)
      )}
    </div>
  );
}

function GraphControls() {
  const { windowMs, isOverlaid, pausedMs, zoom, graphs, setup, fleet } = useStore();
  const pages = setup?.pages ?? [];
  return (
    <div class="controls">
      <div class="choice" role="group" aria-label="time in sight">
        {WINDOWS.map(([ms, text]) => (
          <button
            key={ms}
            type="button"
            aria-pressed={windowMs === ms && zoom === undefined}
            onClick={() => change({ windowMs: ms, zoom: undefined })}
          >
            {text}
          </button>
        ))}
      </div>
      {zoom !== undefined && (
        <button type="button" onClick={() => change({ zoom: undefined })}>
          whole
        </button>
      )}
      <button
        type="button"
        aria-pressed={isOverlaid}
        disabled={graphs.length < 2}
        onClick={() => change({ isOverlaid: !isOverlaid })}
      >
        overlay
      </button>
      <button
        type="button"
        aria-pressed={pausedMs !== undefined}
        onClick={() => change({ pausedMs: pausedMs === undefined ? fleet?.wallMs : undefined })}
      >
        {pausedMs === undefined ? 'pause' : `paused ${clockText(pausedMs)}`}
      </button>
      {graphs.length > 0 && (
        <button type="button" onClick={() => openGraphs([], true)}>
          close all
        </button>
      )}
      {pages.length > 0 && (
        <label class="pages">
          page
          <select
            value=""
            onChange={({ currentTarget }) => openGraphs(pages[Number(currentTarget.value)]?.graphs ?? [], true)}
          >
            <option value="" disabled>
              choose…
            </option>
            {pages.map(({ name }, index) => (
              <option key={name} value={index}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
    </div>
  );
}

function GraphCard({ graph, index }: { readonly graph: Graph; readonly index: number }) {
  const { series, reason, spec } = graph;
  const [name, braces] = splitLabel(series?.label ?? spec.metric);
  const rateColumn = series?.names.includes('p50') === true ? series.names.indexOf('rate') : -1;
  const rate = rateColumn < 0 ? undefined : series?.points.at(-1)?.[rateColumn + 1];
  return (
    <section class="graph" aria-label={`graph of ${series?.label ?? spec.metric}`}>
      <header>
        <h3 title={series?.help}>
          {name}
          <small>{braces}</small>
        </h3>
        <span class="owner">
          {series?.owner ?? ''}
          {series?.aggregate !== undefined && ` · ${series.aggregate}`}
          {spec.host !== 'local' && ` · ${spec.host}`}
        </span>
        {rate !== undefined && <b class="per-second">{rateText(rate, undefined)}</b>}
        <button
          type="button"
          class="close"
          aria-label={`close the graph of ${series?.label ?? spec.metric}`}
          onClick={() => closeGraph(graph.id)}
        >
          ✕
        </button>
      </header>
      {reason !== undefined && <p class="notice bad">{reason}</p>}
      {series === undefined && reason === undefined && <p class="notice">waiting for its history…</p>}
      {series !== undefined && <Plot data={plotData(graph, index)} height={PLOT_HEIGHT} />}
    </section>
  );
}
