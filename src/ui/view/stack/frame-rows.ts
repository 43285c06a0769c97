import type { CallFrame, FrameOrigin, Local } from '../../../format/stack-dump.js';
import { shortenStart, widthOf } from '../../draw/fit.js';
import { sourceKey } from '../../dumps-state.js';
import { type Look, type Span, span } from '../styled-line.js';
import {
  frameIdOf,
  isNodeOpen,
  nodeRow,
  openMark,
  plainRow,
  type RowContext,
  type StackRow,
  summaryIdOf,
} from './stack-row.js';
import { localRows, scopeRows, type ValuesPlace } from './value-rows.js';

/** A frame of a thread, and where it stands. */
export interface FramePosition {
  readonly context: RowContext;
  readonly threadId: number;
  /** From the innermost, as the agent counts. */
  readonly index: number;
  /** From the outermost: stays the same while the frame is called, whatever it calls. */
  readonly depth: number;
  readonly owners: readonly string[];
  /** Compared with the dump before: new here, gone from here, or in both (`undefined`). */
  readonly change: '+' | '-' | undefined;
}

const NAME_LOOKS: Readonly<Record<FrameOrigin, Look>> = { application: 'strong', dependency: 'dim', node: 'dim' };
const CHANGE_LOOKS = { '+': 'good', '-': 'bad' } as const;
const INDENT = '    ';

/** A frame: closed, its name, place, and a line of its variables; open, its source and each variable on a line. */
export function frameRows(position: FramePosition, frame: CallFrame): readonly StackRow[] {
  const { context, threadId, depth, change } = position;
  const id = frameIdOf(threadId, depth, frame.functionName);
  const isOpen = change !== '-' && (context.isAllOpen || isNodeOpen(context, id, false));
  return isOpen ? openRows(position, id, frame) : closedRows(position, id, frame);
}

function closedRows(
  { owners, change, threadId, depth }: FramePosition,
  id: string,
  frame: CallFrame,
): readonly StackRow[] {
  if (change === '-') {
    return [{ ...plainRow(`${threadId}:-${depth}`, owners, ''), spans: frameSpans(frame, undefined, change) }];
  }
  const node = { id, isOpen: false, wish: undefined };
  const row = nodeRow(node, owners, frameSpans(frame, false, change));
  const { locals = [] } = frame;
  if (locals.length === 0) return [row];
  const summary = nodeRow(node, owners, () => [span(`${INDENT}${summaryOf(locals)}`, 'dim')]);
  return [row, { ...summary, id: summaryIdOf(id) }];
}

function openRows(position: FramePosition, id: string, frame: CallFrame): readonly StackRow[] {
  const { context, threadId, index, owners, change } = position;
  const source = frame.file !== '' && !frame.file.startsWith('node:') ? frame : undefined;
  const inner = [...owners, id];
  const place: ValuesPlace = { context, frameId: id, threadId, index, owners: inner, indent: INDENT };
  const { locals } = frame;
  return [
    nodeRow({ id, isOpen: true, wish: undefined }, owners, frameSpans(frame, true, change), source),
    ...(source === undefined ? [] : sourceRows(context, id, inner, frame)),
    ...(locals ?? []).flatMap((local) => localRows(place, local)),
    ...(locals?.length === 0
      ? [plainRow(`${id}#none`, inner, `${INDENT}  it has no variables of its own`, 'dim')]
      : []),
    ...scopeRows(place),
  ];
}

function frameSpans(
  frame: CallFrame,
  isOpen: boolean | undefined,
  change: FramePosition['change'],
): (width: number) => readonly Span[] {
  return (width) => {
    const name = frame.functionName || '<anonymous>';
    const mark = span(change ?? ' ', change === undefined ? 'plain' : CHANGE_LOOKS[change]);
    const head = [mark, span(` ${openMark(isOpen)}`, 'dim'), span(name, NAME_LOOKS[frame.origin])];
    if (frame.file === '') return head;
    // Of a long path its end is what one looks for.
    const left = Math.max(12, width - 7 - widthOf(name));
    const place = shortenStart(`${frame.file}:${frame.line}`, left);
    return [...head, span(` (${place})`, frame.origin === 'application' ? 'plain' : 'dim')];
  };
}

/** `limit: 50000000, found: Array(3) [2, 3, 5]`. */
function summaryOf(locals: readonly Local[]): string {
  return locals.map(({ name, value }) => `${name}: ${value}`).join(', ');
}

function sourceRows(
  { view }: RowContext,
  id: string,
  owners: readonly string[],
  frame: CallFrame,
): readonly StackRow[] {
  const excerpt = view.toggled.has(id) ? view.sources.get(sourceKey(frame)) : undefined;
  if (excerpt === undefined) return [];
  if (excerpt.state === 'missing')
    return [plainRow(`${id}#source`, owners, `${INDENT}  no source: ${excerpt.reason}`, 'dim')];
  const { firstLine, lines, isChanged } = excerpt;
  const digits = String(firstLine + lines.length).length;
  const rows = lines.map((text, at): StackRow => {
    const number = firstLine + at;
    const isHere = number === frame.line;
    const line = `${INDENT}${isHere ? '› ' : '  '}${String(number).padStart(digits)} │ ${text.replaceAll('\t', '  ')}`;
    return plainRow(`${id}#${number}`, owners, line, isHere ? 'plain' : 'dim');
  });
  const changed = `${INDENT}  changed since the process started: what runs may be something else`;
  return isChanged ? [...rows, plainRow(`${id}#changed`, owners, changed, 'warning')] : rows;
}
