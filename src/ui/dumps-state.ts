import type { KeptDump, KeptDumps } from '../model/kept-dumps.js';

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
  | { readonly state: 'waiting' }
  | { readonly state: 'arrived'; readonly kept: KeptDump }
  | { readonly state: 'failed'; readonly reason: string };

/** A process that was asked for its dump. */
export interface DumpSubject {
  readonly processKey: string;
  readonly pid: number;
  readonly name: string;
}

/** The dumps that were asked for, and those that were taken. */
export interface DumpsState {
  readonly kept: KeptDumps;
  /** By the number of the request: those that have not answered yet. */
  readonly asked: ReadonlyMap<number, DumpSubject>;
}

/** Before the first dump. */
export const noDumps: DumpsState = { kept: [], asked: new Map() };
