import type { AsyncDump, AsyncPrice } from '../format/async-dump.js';
import type { InFlightReport } from '../format/in-flight.js';
import type { StackSamples } from '../format/stack-samples.js';
import type { StallReport } from '../format/stalls.js';
import { emptyTally, type HotTally } from '../model/hot-functions.js';
import type { KeptStalls } from '../model/kept-stalls.js';

/** What the lower part of the screen can tell of the selected process, beside its stack dump. */
export const INSPECTION_TABS = ['inFlight', 'async', 'hot', 'stalls'] as const;
export type InspectionTab = (typeof INSPECTION_TABS)[number];

/** Whether a name of a pane is that of a tab. */
export function isInspectionTab(pane: string): pane is InspectionTab {
  return INSPECTION_TABS.some((tab) => tab === pane);
}

/** The panes that are lists with a cursor of their own: the tabs and the log. */
export type CursorPane = InspectionTab | 'log';

/** Whether a pane is one of them. */
export function isCursorPane(pane: string): pane is CursorPane {
  return pane === 'log' || isInspectionTab(pane);
}

/** What a process is asked, each with its answer. */
export type InspectionAnswer =
  | { readonly kind: 'inFlight'; readonly report: InFlightReport }
  | { readonly kind: 'samples'; readonly samples: StackSamples }
  | { readonly kind: 'asyncPrice'; readonly price: AsyncPrice }
  | { readonly kind: 'async'; readonly dump: AsyncDump }
  | { readonly kind: 'stalls'; readonly report: StallReport };

/** What a process can be asked. */
export type InspectionKind = InspectionAnswer['kind'];

/** A question that is out. An answer with another number comes too late. */
export interface OpenQuestion {
  readonly number: number;
  readonly kind: InspectionKind;
}

/** One to a process that may no longer be the selected one when it answers. */
export interface ProcessQuestion extends OpenQuestion {
  readonly processKey: string;
}

/** A selected line of a list that scrolls. */
export interface ListCursor {
  /** `undefined`: the first. */
  readonly key: string | undefined;
  /** Where it was last: who is there takes its place when it goes. */
  readonly index: number;
  /** The first visible line. */
  readonly offset: number;
}

/** At the top of a list. */
export const TOP: ListCursor = { key: undefined, index: 0, offset: 0 };

/** How far it has come with the suspended async functions. */
export type AsyncState =
  | { readonly state: 'unasked' }
  /** The price is known, and somebody has to say whether it is paid. */
  | { readonly state: 'priced'; readonly price: AsyncPrice }
  | { readonly state: 'taking'; readonly price: AsyncPrice; readonly isForced: boolean }
  | { readonly state: 'declined' }
  | { readonly state: 'taken'; readonly dump: AsyncDump };

/** The tabs, all of one process: what was asked, and what came of it. */
export interface InspectionState {
  /** The one that is open in the place of the stack dump; `undefined`: none. */
  readonly tab: InspectionTab | undefined;
  /** Of which life of which process the answers are. */
  readonly subject: string | undefined;
  /** By the open tab. */
  readonly asked: OpenQuestion | undefined;
  /** By the tab of async functions, open or not: what the process has paid for is not thrown away. */
  readonly asyncAsked: ProcessQuestion | undefined;
  /** When the open tab was last asked; monotonic, as the samples' `atMs`. */
  readonly askedAtMs: number | undefined;
  /** What kept the last answer from coming. */
  readonly failure: string | undefined;
  /** Oldest first, so that a step back shows what was in flight then. */
  readonly inFlight: readonly InFlightReport[];
  readonly hot: HotTally;
  /** Of which thread functions are shown; `undefined`: of all. */
  readonly hotThread: number | undefined;
  readonly async: AsyncState;
  readonly cursor: ListCursor;
  /** Lines that were opened, by key. */
  readonly opened: ReadonlySet<string>;
}

/** No tab is open. */
export const NO_INSPECTION: InspectionState = {
  tab: undefined,
  subject: undefined,
  asked: undefined,
  asyncAsked: undefined,
  askedAtMs: undefined,
  failure: undefined,
  inFlight: [],
  hot: emptyTally,
  hotThread: undefined,
  async: { state: 'unasked' },
  cursor: TOP,
  opened: new Set(),
};

/** The stalls of all processes, fetched whenever one was counted, so that each is kept with its moment. */
export interface StallsState {
  readonly kept: KeptStalls;
  /** Processes that are to be asked, the first next. */
  readonly wanted: readonly string[];
  readonly asked: ProcessQuestion | undefined;
  /** What kept the last answer of a process from coming. */
  readonly failure: { readonly processKey: string; readonly reason: string } | undefined;
}

/** No stall was heard of. */
export const NO_STALLS: StallsState = { kept: new Map(), wanted: [], asked: undefined, failure: undefined };
