import uPlot from 'uplot';
import type { PlotData } from './plot-data.js';
import { type PlotActions, plotOptions } from './plot-options.js';

const LEAST_WIDTH = 120;

/** uPlot in an element: made anew when other lines are to be drawn, the width or the colours of the page change. */
export class PlotSurface {
  readonly #element: HTMLElement;
  readonly #height: number;
  readonly #actions: PlotActions;
  readonly #scheme = matchMedia('(prefers-color-scheme: dark)');
  readonly #resized = new ResizeObserver(() => this.#plot?.setSize({ width: this.#width, height: this.#height }));
  readonly #redraw = (): void => this.#draw('');
  #plot: uPlot | undefined;
  #structure = '';
  #data: PlotData = { times: [], lines: [], bands: [], restarts: [], clicked: [] };
  #range: readonly [number, number] = [0, 1];

  constructor(element: HTMLElement, height: number, actions: PlotActions) {
    this.#element = element;
    this.#height = height;
    this.#actions = actions;
    this.#scheme.addEventListener('change', this.#redraw);
    this.#resized.observe(element);
  }

  /** Draws these lines, of this time in Unix seconds. */
  show(data: PlotData, range: readonly [number, number]): void {
    this.#data = data;
    this.#range = range;
    this.#draw(data.lines.map(({ scale, color }) => `${scale}:${color}`).join());
  }

  close(): void {
    this.#scheme.removeEventListener('change', this.#redraw);
    this.#resized.disconnect();
    this.#plot?.destroy();
    this.#plot = undefined;
  }

  get #width(): number {
    return Math.max(LEAST_WIDTH, this.#element.clientWidth);
  }

  #draw(structure: string): void {
    const values: uPlot.AlignedData = [[...this.#data.times], ...this.#data.lines.map((line) => [...line.values])];
    if (this.#plot !== undefined && structure === this.#structure) {
      this.#plot.setData(values);
      return;
    }
    this.#plot?.destroy();
    this.#structure = structure;
    const view = {
      ...this.#actions,
      width: this.#width,
      height: this.#height,
      range: () => this.#range,
      data: () => this.#data,
    };
    this.#plot = new uPlot(plotOptions(this.#data, view), values, this.#element);
  }
}
