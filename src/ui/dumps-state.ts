import type { FrameDump } from '../format/frame-dump.js';
import type { KeptDump, KeptDumps } from '../model/kept-dumps.js';
import type { SourceExcerpt } from '../source/read-source.js';

/** The stack pane: what was asked of which process, and what came of it. */
export interface StackRequest {
  /** Tells a late answer from the one that is waited for. */
  readonly number: number;
  readonly processKey: string;
  readonly pid: number;
  readonly name: string;
  readonly answer: StackAnswer;
}

export type StackAnswer =
  /** Until it comes, the dump of the process that was shown before stays. */
  | { readonly state: 'waiting'; readonly previous?: KeptDump }
  | { readonly state: 'arrived'; readonly kept: KeptDump }
  | { readonly state: 'failed'; readonly reason: string };

/** A process that was asked for its dump. */
export interface DumpSubject {
  readonly processKey: string;
  readonly pid: number;
  readonly name: string;
}

/** A question to the process about the values of a frame. */
export interface ValuesWish {
  readonly frameId: string;
  readonly threadId: number;
  /** Of the frame in the dump, from the innermost. */
  readonly index: number;
  /** How many levels of properties are needed for what is opened. */
  readonly depth: number;
}

/** What the process has said, after the dump, of the values of one frame of it. */
export interface FrameValues {
  /** The request that is on its way. */
  readonly asked: number | undefined;
  /** What was asked for at last. */
  readonly wish: ValuesWish;
  /** The last answer, when it was of the call that the dump has. */
  readonly frame: FrameDump | undefined;
  /** Why there is no answer to the last request. */
  readonly failure: string | undefined;
}

/** What the lines of a dump are made of, beside the dump: what is open, and what was learnt since. */
export interface StackView {
  /** Ids of the nodes that are not as they are at first. */
  readonly toggled: ReadonlySet<string>;
  readonly areInternalsShown: boolean;
  /** The dump before is laid beside the one that is shown. */
  readonly isDifferenceShown: boolean;
  /** By frame id; of the dump that is shown. */
  readonly values: ReadonlyMap<string, FrameValues>;
  /** By {@link sourceKey}; `undefined` while it is read. */
  readonly sources: ReadonlyMap<string, SourceExcerpt | undefined>;
}

/** A text that is looked for in the dump. */
export interface StackSearch {
  readonly text: string;
  readonly isTyped: boolean;
  /** As it was before, for Esc. */
  readonly from: Pick<DumpsState, 'cursor'> & Pick<StackView, 'toggled' | 'areInternalsShown'>;
}

/** All processes are asked for their dumps, a few at a time. */
export interface DumpRound {
  readonly total: number;
  readonly waiting: readonly (DumpSubject & { readonly socket: string })[];
  /** The requests that are on their way. */
  readonly asked: ReadonlySet<number>;
  readonly arrived: number;
  readonly failed: number;
}

/** The dumps that were asked for, those that were taken, and how one of them is looked at. */
export interface DumpsState {
  readonly kept: KeptDumps;
  /** By the number of the request: those that have not answered yet. */
  readonly asked: ReadonlyMap<number, DumpSubject>;
  readonly round: DumpRound | undefined;
  /** The last that was shown: what of it was open stays so in the next of its process. */
  readonly shown: KeptDump | undefined;
  readonly view: StackView;
  /** The id of the line that the keyboard is on. */
  readonly cursor: string | undefined;
  readonly search: StackSearch | undefined;
}

/** Before the first dump. */
export const noDumps: DumpsState = {
  kept: [],
  asked: new Map(),
  round: undefined,
  shown: undefined,
  view: {
    toggled: new Set(),
    areInternalsShown: false,
    isDifferenceShown: false,
    values: new Map(),
    sources: new Map(),
  },
  cursor: undefined,
  search: undefined,
};

/** The dump that stands in the pane; `undefined` while there is none. */
export function shownDump(stack: StackRequest | undefined): KeptDump | undefined {
  if (stack?.answer.state === 'arrived') return stack.answer.kept;
  return stack?.answer.state === 'waiting' ? stack.answer.previous : undefined;
}

/** A line of a source file, as a key. */
export function sourceKey({ file, line }: { readonly file: string; readonly line: number }): string {
  return `${line} ${file}`;
}
