import uPlot from 'uplot';
import type { PlotData } from './plot-data.js';

/** What comes of the mouse. */
export interface PlotActions {
  /** A time was chosen, in Unix seconds, or the choice taken back. */
  readonly zoom: (range: readonly [number, number] | undefined) => void;
  /** The index under the cursor. */
  readonly point: (index: number | undefined) => void;
}

/** What a plot is told besides its data. */
interface PlotView extends PlotActions {
  readonly width: number;
  readonly height: number;
  /** What is in sight, in Unix seconds. Asked at each drawing. */
  readonly range: () => readonly [number, number];
  readonly data: () => PlotData;
}

const FONT = '11px ui-sans-serif, system-ui, sans-serif';
const AXIS_WIDTH = 64;
// Bytes are read in KiB and MiB.
const BINARY_STEPS = Array.from({ length: 60 }, (_, power) => 2 ** power);
export const PALETTE_SIZE = 8;

/** How uPlot is to draw these lines: times as the viewer's clock, a gap where there is a gap, the axes of two units at most. */
export function plotOptions(data: PlotData, view: PlotView): uPlot.Options {
  const scales = [...new Set(data.lines.map(({ scale }) => scale))];
  const axisColor = cssColor('--dim');
  const grid = { stroke: cssColor('--grid'), width: 1 };
  const yAxes = scales.slice(0, 2).map((scale, index): uPlot.Axis => {
    const line = data.lines.find((each) => each.scale === scale);
    return {
      scale,
      // Of uPlot: left, and right.
      // oxlint-disable-next-line typescript/no-unsafe-enum-assignment
      side: index === 0 ? 3 : 1,
      size: AXIS_WIDTH,
      stroke: axisColor,
      font: FONT,
      grid: index === 0 ? grid : { show: false },
      ticks: { show: false },
      ...(line?.isBinary === true ? { incrs: BINARY_STEPS } : {}),
      values: (_, splits) => splits.map((split) => line?.format(split) ?? ''),
    };
  });
  return {
    width: view.width,
    height: view.height,
    legend: { show: false },
    cursor: {
      sync: { key: 'porthole' },
      drag: { x: true, y: false, setScale: false },
      points: { size: 6 },
      bind: { dblclick: () => () => (view.zoom(undefined), null) },
    },
    scales: {
      x: { time: true, range: () => [...view.range()] },
      ...Object.fromEntries(scales.map((scale) => [scale, { range: rangeOf }])),
    },
    axes: [
      { stroke: axisColor, font: FONT, grid, ticks: { show: false }, size: 26, space: 70, values: clockTicks },
      ...yAxes,
    ],
    series: [{}, ...data.lines.map(({ color, isFaint, scale }) => seriesOptions(color, isFaint, scale))],
    bands: data.bands.map(([upper, lower]) => ({
      series: [upper + 1, lower + 1] as [number, number],
      fill: cssColor('--band'),
    })),
    hooks: {
      draw: [(plot) => drawMarks(plot, view.data())],
      setSelect: [(plot) => select(plot, view)],
      setCursor: [(plot) => view.point(plot.cursor.idx ?? undefined)],
    },
  };
}

/** A colour of the page's style. */
export function cssColor(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function seriesOptions(color: number, isFaint: boolean, scale: string): uPlot.Series {
  return {
    scale,
    stroke: cssColor(`--series-${color % PALETTE_SIZE}`),
    width: isFaint ? 1 : 1.75,
    spanGaps: false,
    points: { show: false },
  };
}

function rangeOf(_plot: uPlot, min: number | null, max: number | null): [number, number] {
  if (min === null || max === null) return [0, 1];
  const floor = Math.min(0, min);
  // Far from zero it is the change that matters.
  const isHigh = min > 0 && min > 0.7 * max && max > min;
  const low = isHigh ? Math.max(0, min - (max - min) * 0.3) : floor;
  const high = max === low ? low + 1 : max + (max - low) * 0.12;
  return [low, high];
}

function clockTicks(_plot: uPlot, splits: number[], _axis: number, _space: number, stepS: number): string[] {
  const hasSeconds = stepS % 60 !== 0;
  return splits.map((second) => {
    const text = new Date(second * 1000).toLocaleTimeString([], { hour12: false });
    return hasSeconds ? text : text.slice(0, 5);
  });
}

/** Where a program began anew, and from which moment on the graph was asked for. */
function drawMarks(plot: uPlot, { restarts, clicked }: PlotData): void {
  const { ctx, bbox } = plot;
  const line = (timeS: number, color: string, text: string): void => {
    const x = plot.valToPos(timeS, 'x', true);
    if (x < bbox.left || x > bbox.left + bbox.width) return;
    ctx.strokeStyle = color;
    ctx.fillStyle = color;
    ctx.setLineDash([4 * uPlot.pxRatio, 4 * uPlot.pxRatio]);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.font = `${12 * uPlot.pxRatio}px sans-serif`;
    ctx.textAlign = 'left';
    ctx.fillText(text, x + 4 * uPlot.pxRatio, bbox.top + 13 * uPlot.pxRatio);
  };
  ctx.save();
  ctx.lineWidth = uPlot.pxRatio;
  for (const timeS of clicked) line(timeS, cssColor('--dim'), '');
  for (const timeS of restarts) line(timeS, cssColor('--warning'), '↻');
  ctx.restore();
}

function select(plot: uPlot, view: PlotView): void {
  const { left, width } = plot.select;
  if (width < 4) return;
  view.zoom([plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x')]);
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
}
