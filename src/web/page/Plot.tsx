import { useEffect, useRef, useState } from 'preact/hooks';
import { figuresOf, type PlotData } from './plot-data.js';
import { PALETTE_SIZE } from './plot-options.js';
import { PlotSurface } from './plot-surface.js';
import type { PageState } from './state.js';
import { change, useStore } from './store.js';

const MIN_SPAN_MS = 60_000;

interface PlotProps {
  readonly data: PlotData;
  readonly height: number;
}

/** A plot with the figures of its lines below: at the cursor, or the last, and the extremes of what is in sight. */
export function Plot({ data, height }: PlotProps) {
  const state = useStore();
  const box = useRef<HTMLDivElement>(null);
  const [pointed, point] = useState<number | undefined>(undefined);
  const [surface, setSurface] = useState<PlotSurface | undefined>(undefined);
  const range = rangeOf(state);
  useEffect(() => {
    if (box.current === null) return undefined;
    const made = new PlotSurface(box.current, height, { zoom: (zoom) => change({ zoom }), point });
    setSurface(made);
    return () => made.close();
  }, [height]);
  useEffect(() => surface?.show(data, range));
  return (
    <div class="plot">
      <div class="canvas" ref={box} />
      <table class="figures">
        <tbody>
          {data.lines.map((line) => {
            const figures = figuresOf(data.times, line.values, range);
            const value = pointed === undefined ? figures?.last : line.values[pointed];
            return (
              <tr key={line.name}>
                <th scope="row">
                  <i class={`swatch series-${line.color % PALETTE_SIZE}`} />
                  {line.name}
                </th>
                <td class="last" title={pointed === undefined ? 'the last' : 'at the cursor'}>
                  {line.format(value)}
                </td>
                {(['min', 'avg', 'max'] as const).map((name) => (
                  <td key={name} class="figure">
                    <span>{name}</span> {line.format(figures?.[name])}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** What the graphs have in sight, in Unix seconds. */
function rangeOf({ zoom, pausedMs, fleet, windowMs, graphs }: PageState): readonly [number, number] {
  if (zoom !== undefined) return zoom;
  const endMs = pausedMs ?? fleet?.wallMs ?? Date.now();
  // There is no use in minutes of which nobody knows anything.
  const firstMs = Math.min(...graphs.map(({ series }) => series?.points[0]?.[0] ?? endMs));
  const spanMs = Math.min(windowMs, Math.max(MIN_SPAN_MS, endMs - firstMs));
  return [(endMs - spanMs) / 1000, endMs / 1000];
}
