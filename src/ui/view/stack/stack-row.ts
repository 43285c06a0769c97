import type { KeptDump } from '../../../model/kept-dumps.js';
import type { StackView, ValuesWish } from '../../dumps-state.js';
import { type Look, type Span, span } from '../styled-line.js';

/** What can be opened and closed. */
export interface StackNode {
  readonly id: string;
  readonly isOpen: boolean;
  /** What is to be asked when it is opened; `undefined` when all of it is here. */
  readonly wish: ValuesWish | undefined;
}

/** A line of the stack pane before it is drawn. */
export interface StackRow {
  /** Stays the same while what it shows is there, and in the next dump where that has the same. */
  readonly id: string;
  /** What Enter opens or closes; `undefined` where nothing can be. */
  readonly node: StackNode | undefined;
  /** The nodes that it lies in, the outermost first; without its own. */
  readonly owners: readonly string[];
  /** A place whose source lines would stand below. */
  readonly source: { readonly file: string; readonly line: number } | undefined;
  /** Made when it is drawn or searched: of some thousand lines few are. @param width Columns there are. */
  readonly spans: (width: number) => readonly Span[];
}

/** What all rows of one dump are made from. */
export interface RowContext {
  readonly kept: KeptDump;
  readonly view: StackView;
  /** Threads and frames are open whatever the view says, and nothing is left out: to search in. */
  readonly isAllOpen: boolean;
}

/** The id of the node that stands for all frames of Node itself. */
export const INTERNALS = 'internals';

/** The id of a frame: the same in the next dump while it is not returned from. @param depth From the outermost. */
export function frameIdOf(threadId: number, depth: number, functionName: string): string {
  return `${threadId}:${depth}:${functionName}`;
}

/** The id of a thread, and whether an id is one. */
export function threadIdOf(threadId: number): string {
  return `thread ${threadId}`;
}

/** Whether an id is of something in a thread, other than of the thread itself. */
export function isInThread(id: string, threadId: number): boolean {
  return id.startsWith(`${threadId}:`) || id.startsWith(`${threadIdOf(threadId)}#`);
}

export function isThreadNode(id: string): boolean {
  return id.startsWith('thread ');
}

/** The id of the line that a frame's variables share while it is closed. */
export function summaryIdOf(frameId: string): string {
  return `${frameId}#summary`;
}

/** A row that cannot be opened. */
export function plainRow(id: string, owners: readonly string[], text: string, look: Look = 'plain'): StackRow {
  return { id, owners, node: undefined, source: undefined, spans: () => [span(text, look)] };
}

/** A row that can. */
export function nodeRow(
  node: StackNode,
  owners: readonly string[],
  spans: StackRow['spans'],
  source?: StackRow['source'],
): StackRow {
  return { id: node.id, owners, node, source, spans };
}

/** Whether a node is open, when at first it is as `isAtFirst` says. */
export function isNodeOpen({ view }: RowContext, id: string, isAtFirst: boolean): boolean {
  return view.toggled.has(id) !== isAtFirst;
}

/** The sign before what can be opened, and as much room before what cannot. */
export function openMark(isOpen: boolean | undefined): string {
  if (isOpen === undefined) return '  ';
  return isOpen ? '▾ ' : '▸ ';
}
