import { useEffect, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import { figuresOf, type PlotData } from './plot-data.js';
import { PALETTE_SIZE, plotOptions } from './plot-options.js';
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
  const range = rangeOf(state);
  const latest = useRef({ data, range });
  latest.current = { data, range };
  const plot = usePlot(box, latest, height, point, data.lines.map(({ scale, color }) => `${scale}:${color}`).join());
  useEffect(() => {
    plot.current?.setData([[...data.times], ...data.lines.map(({ values }) => [...values])]);
  });
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

type Ref<T> = { current: T };

function usePlot(
  box: Ref<HTMLDivElement | null>,
  latest: Ref<{ readonly data: PlotData; readonly range: readonly [number, number] }>,
  height: number,
  point: (index: number | undefined) => void,
  structure: string,
): Ref<uPlot | undefined> {
  const plot = useRef<uPlot | undefined>(undefined);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const draw = (): void => {
      plot.current?.destroy();
      const { data } = latest.current;
      const view = {
        width: Math.max(120, element.clientWidth),
        height,
        range: () => latest.current.range,
        data: () => latest.current.data,
        zoom: (zoom: readonly [number, number] | undefined) => change({ zoom }),
        point,
      };
      const lines = data.lines.map(({ values }) => [...values]);
      plot.current = new uPlot(plotOptions(data, view), [[...data.times], ...lines], element);
    };
    draw();
    // The colours are those of the scheme, which the viewer may change meanwhile.
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    scheme.addEventListener('change', draw);
    const resized = new ResizeObserver(() =>
      plot.current?.setSize({ width: Math.max(120, element.clientWidth), height }),
    );
    resized.observe(element);
    return () => {
      scheme.removeEventListener('change', draw);
      resized.disconnect();
      plot.current?.destroy();
      plot.current = undefined;
    };
  }, [structure, height]);
  return plot;
}
