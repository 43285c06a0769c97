import type { HotColumn } from '../model/hot-functions.js';
import type { InFlightColumn } from '../model/in-flight-table.js';
import type { MetricColumn, ProcessColumn } from '../model/row-order.js';

/** How the lines of a list are chosen and put in order. */
export interface ListView<Column extends string> {
  /** `undefined`: the order in which they come. */
  readonly sort: Column | undefined;
  readonly isInverted: boolean;
  /** As it was typed; empty: all lines. */
  readonly filter: string;
}

/** The lists that can be sorted and filtered. */
export interface ListsState {
  readonly processes: ListView<ProcessColumn>;
  readonly metrics: ListView<MetricColumn>;
  readonly inFlight: ListView<InFlightColumn>;
  readonly hot: ListView<HotColumn>;
}

/** One of them. */
export type ListName = keyof ListsState;

/** The filter that is being typed. */
export interface Typing {
  readonly list: ListName;
  /** What Esc brings back. */
  readonly before: string;
}

const AS_IT_COMES = { sort: undefined, isInverted: false, filter: '' } as const;

/** All lines, as they come. */
export const NO_ORDER: ListsState = {
  processes: AS_IT_COMES,
  metrics: AS_IT_COMES,
  inFlight: AS_IT_COMES,
  hot: AS_IT_COMES,
};
