import { describeActiveResources, describeThreadFacts, describeThreadState } from '../../../format/dump-text.js';
import type { BlockedSpell, CallFrame, ThreadDump } from '../../../format/stack-dump.js';
import type { ThreadDifference } from '../../../model/compare-dumps.js';
import type { KeptDump } from '../../../model/kept-dumps.js';
import { formatDurationMs } from '../../../units.js';
import { formatClock } from '../../draw/axis.js';
import { span } from '../styled-line.js';
import { type FramePosition, frameRows } from './frame-rows.js';
import {
  INTERNALS,
  isInThread,
  isNodeOpen,
  nodeRow,
  openMark,
  plainRow,
  type RowContext,
  type StackRow,
  threadIdOf,
} from './stack-row.js';

// Of many threads few are opened further than they are at first: the rows of all others are made once. Those of one dump
// are kept, since there may be hundreds of dumps.
let made: { readonly kept: KeptDump; readonly rows: Map<string, readonly StackRow[]> } | undefined;

/** A thread: its state, what is known of it, and its frames, the innermost first. */
export function threadRows(
  context: RowContext,
  thread: ThreadDump,
  difference: ThreadDifference | undefined,
): readonly StackRow[] {
  const id = threadIdOf(thread.threadId);
  const isOpen = context.isAllOpen || isNodeOpen(context, id, thread.threadId === 0 || thread.state !== 'idle');
  const build = (): readonly StackRow[] => buildRows(context, id, isOpen, thread, difference);
  if (difference?.change === 'moved' || isTouched(context, thread.threadId)) return build();
  if (made?.kept !== context.kept) made = { kept: context.kept, rows: new Map() };
  const key = [id, isOpen, context.isAllOpen, context.view.areInternalsShown, difference?.change].join(' ');
  const rows = made.rows.get(key) ?? build();
  made.rows.set(key, rows);
  return rows;
}

// Whether anything in it is open, or was learnt since.
function isTouched({ view }: RowContext, threadId: number): boolean {
  const isInside = (id: string): boolean => isInThread(id, threadId);
  return [...view.toggled].some(isInside) || [...view.values.keys()].some(isInside);
}

function buildRows(
  context: RowContext,
  id: string,
  isOpen: boolean,
  thread: ThreadDump,
  difference: ThreadDifference | undefined,
): readonly StackRow[] {
  const isGone = difference?.change === 'gone';
  const heading = headingRow(id, isOpen, thread, difference);
  const owners = [id];
  if (!isOpen) return [heading];
  const added = difference?.change === 'moved' ? thread.frames.length - difference.commonFrames : 0;
  const gone = difference?.change === 'moved' ? (difference.before?.frames ?? []) : [];
  const goneCount = gone.length - (difference?.commonFrames ?? 0);
  const place = { context, threadId: thread.threadId, owners };
  const frames = (from: number, to: number, change: FramePosition['change']): readonly StackRow[] =>
    framesRows({ ...place, change }, thread.frames, from, to);
  return [
    heading,
    ...factRows(id, owners, thread),
    ...frames(0, added, isGone ? '-' : '+'),
    ...framesRows({ ...place, change: '-' }, gone, 0, goneCount),
    ...frames(added, thread.frames.length, isGone ? '-' : undefined),
    ...(thread.lastBlocked === undefined ? [] : spellRows(context, id, thread.threadId, thread.lastBlocked)),
  ];
}

function headingRow(
  id: string,
  isOpen: boolean,
  thread: ThreadDump,
  difference: ThreadDifference | undefined,
): StackRow {
  const held = thread.pausedMs > 0 ? `, held up ${formatDurationMs(thread.pausedMs)}` : '';
  const tid = thread.tid === undefined ? '' : ` (tid ${thread.tid})`;
  const state = ` — ${describeThreadState(thread)}${held}`;
  const look = thread.state === 'blocked' ? 'warning' : 'accent';
  const change = difference === undefined ? '' : ` · ${difference.change}`;
  return nodeRow({ id, isOpen, wish: undefined }, [], () => [
    span(`${openMark(isOpen)}${threadName(thread)}${tid}`, look),
    span(change, difference?.change === 'unchanged' ? 'dim' : 'strong'),
    span(state, look),
  ]);
}

function factRows(id: string, owners: readonly string[], thread: ThreadDump): readonly StackRow[] {
  const facts = describeThreadFacts(thread);
  const { note, blockingCall, activeResources = [] } = thread;
  const lines = [
    [facts, 'dim'],
    [note ?? '', 'plain'],
    [
      blockingCall === undefined
        ? ''
        : `waits since ${formatClock(blockingCall.startedWallMs)} for: ${blockingCall.command}`,
      'warning',
    ],
    [activeResources.length === 0 ? '' : `kept alive by: ${describeActiveResources(activeResources)}`, 'dim'],
  ] as const;
  return lines.flatMap(([text, look], at) =>
    text === '' ? [] : [plainRow(`${id}#fact${at}`, owners, `  ${text}`, look)],
  );
}

// Where it came back from native code, the last time that a dump found it there.
function spellRows(context: RowContext, threadId: string, number: number, spell: BlockedSpell): readonly StackRow[] {
  const id = `${threadId}#blocked`;
  const isOpen = context.isAllOpen || isNodeOpen(context, id, false);
  const text = `blocked before, ${formatDurationMs(spell.lengthMs)} from ${formatClock(spell.startedWallMs)}`;
  const heading = nodeRow({ id, isOpen, wish: undefined }, [threadId], () => [
    span(`  ${openMark(isOpen)}${text}`, 'dim'),
  ]);
  if (!isOpen) return [heading];
  const frames = spell.frames.map((frame, at) => {
    const place = frame.file === '' ? '' : ` (${frame.file}:${frame.line})`;
    return plainRow(
      `${id}/${number}/${at}`,
      [threadId, id],
      `      ${frame.functionName || '<anonymous>'}${place}`,
      'dim',
    );
  });
  const back = spell.frames.length === 0 ? 'it came back in its event loop' : 'it came back in:';
  return [heading, plainRow(`${id}#back`, [threadId, id], `      ${back}`, 'dim'), ...frames];
}

type FramesPlace = Pick<FramePosition, 'context' | 'threadId' | 'owners' | 'change'>;

/** The frames from one to another; of those of Node itself, unless they are wanted, a line says how many there are. */
function framesRows(place: FramesPlace, frames: readonly CallFrame[], from: number, to: number): readonly StackRow[] {
  const { context } = place;
  const isHidden = (frame: CallFrame): boolean =>
    frame.origin === 'node' && !context.view.areInternalsShown && !context.isAllOpen;
  const rows: StackRow[] = [];
  let hidden: CallFrame[] = [];
  frames.slice(from, to).forEach((frame, at) => {
    const depth = frames.length - 1 - from - at;
    if (isHidden(frame)) hidden.push(frame);
    else {
      if (hidden.length > 0) rows.push(hiddenRow(place, hidden, depth));
      hidden = [];
      rows.push(...frameRows({ ...place, index: from + at, depth }, frame));
    }
  });
  if (hidden.length > 0) rows.push(hiddenRow(place, hidden, frames.length - 1 - to));
  return rows;
}

function hiddenRow({ threadId, owners, change }: FramesPlace, hidden: readonly CallFrame[], below: number): StackRow {
  const count = hidden.length === 1 ? '1 frame' : `${hidden.length} frames`;
  const inner = hidden[0]?.functionName ?? '';
  const text = `${change ?? ' '}   ${count} of node: hidden, a shows them${inner === '' ? '' : ` (${inner})`}`;
  const row = plainRow(`${threadId}:${change ?? ''}${below}#hidden`, owners, text, 'dim');
  return { ...row, node: { id: INTERNALS, isOpen: false, wish: undefined } };
}

function threadName({ name, threadId }: ThreadDump): string {
  if (threadId === 0) return name === 'main' || name === '' ? 'main thread' : `main thread ${name}`;
  return `thread ${threadId} ${name}`.trimEnd();
}
