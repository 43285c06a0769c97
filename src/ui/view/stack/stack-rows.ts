import { formatInFlightText } from '../../../format/in-flight-text.js';
import { printableLines } from '../../../format/printable.js';
import type { StackDump, ThreadDump } from '../../../format/stack-dump.js';
import { compareDumps, type ThreadDifference } from '../../../model/compare-dumps.js';
import { dumpToCompare } from '../../../model/kept-dumps.js';
import { type DumpsState, type StackRequest, shownDump } from '../../dumps-state.js';
import type { UiState } from '../../state.js';
import { frameIdOf, plainRow, type RowContext, type StackRow, threadIdOf } from './stack-row.js';
import { threadRows } from './thread-rows.js';

interface Built {
  readonly stack: StackRequest;
  readonly kept: DumpsState['kept'];
  readonly rows: readonly StackRow[];
}

// The rows of a view are asked for several times on the way from a key to the picture, and made once.
const shown = new WeakMap<object, Built>();
const whole = new WeakMap<object, Built>();

/** All lines of the stack pane, the seen and the unseen; made once for each change. None while it is closed. */
export function stackRows(state: Pick<UiState, 'stack' | 'dumps'>): readonly StackRow[] {
  return rowsFrom(shown, state, false);
}

/** As {@link stackRows}, with every thread and frame open: to search in. */
export function allStackRows(state: Pick<UiState, 'stack' | 'dumps'>): readonly StackRow[] {
  return rowsFrom(whole, state, true);
}

function rowsFrom(
  cache: WeakMap<object, Built>,
  { stack, dumps }: Pick<UiState, 'stack' | 'dumps'>,
  isAllOpen: boolean,
): readonly StackRow[] {
  if (stack === undefined) return [];
  const known = cache.get(dumps.view);
  if (known?.stack === stack && known.kept === dumps.kept) return known.rows;
  const rows = buildRows(stack, dumps, isAllOpen);
  cache.set(dumps.view, { stack, kept: dumps.kept, rows });
  return rows;
}

function buildRows(stack: StackRequest, dumps: DumpsState, isAllOpen: boolean): readonly StackRow[] {
  const { pid, answer } = stack;
  if (answer.state === 'failed') return [plainRow('failed', [], `no stack dump: ${answer.reason}`, 'bad')];
  const kept = shownDump(stack);
  if (kept === undefined) return [plainRow('waiting', [], `asking ${pid} for its stack …`, 'dim')];
  if (typeof kept.dump === 'string') return textRows(kept.dump);
  const context: RowContext = { kept, view: dumps.view, isAllOpen };
  const older = dumps.view.isDifferenceShown ? dumpToCompare(dumps.kept, kept) : undefined;
  const threads =
    older === undefined
      ? inOrder(kept.dump.threads).map((thread): [ThreadDump, undefined] => [thread, undefined])
      : comparedThreads(older, kept.dump);
  return [
    ...threads.flatMap(([thread, difference], index) => [
      ...(index === 0 ? [] : [plainRow(`${threadIdOf(thread.threadId)}#gap`, [], '')]),
      ...threadRows(context, thread, difference),
    ]),
    ...inFlightRows(kept.dump),
  ];
}

/** Where the cursor stands at first: on the innermost frame of the application. */
export function firstRowId(state: Pick<UiState, 'stack' | 'dumps'>): string | undefined {
  const dump = shownDump(state.stack)?.dump;
  const threads = dump === undefined || typeof dump === 'string' ? [] : dump.threads;
  for (const { threadId, frames } of inOrder(threads)) {
    const index = frames.findIndex(({ origin }) => origin === 'application');
    const frame = frames[index];
    if (frame !== undefined) return frameIdOf(threadId, frames.length - 1 - index, frame.functionName);
  }
  return stackRows(state)[0]?.id;
}

function comparedThreads(older: StackDump, newer: StackDump): readonly (readonly [ThreadDump, ThreadDifference])[] {
  const [before, after] = [older, newer].map((dump) => ({ dump, async: undefined }));
  if (before === undefined || after === undefined) return [];
  const compared = compareDumps(before, after).threads.flatMap(
    (difference): (readonly [ThreadDump, ThreadDifference])[] => {
      const thread = difference.after ?? difference.before;
      return thread === undefined ? [] : [[thread, difference]];
    },
  );
  const order = inOrder(compared.map(([thread]) => thread));
  return compared.toSorted(([a], [b]) => order.indexOf(a) - order.indexOf(b));
}

/** The main thread first, then those that do something, then those that wait in their event loops. */
function inOrder(threads: readonly ThreadDump[]): readonly ThreadDump[] {
  return threads.toSorted((a, b) => rankOf(a) - rankOf(b));
}

function rankOf({ threadId, state }: ThreadDump): number {
  if (threadId === 0) return 0;
  return state === 'idle' ? 2 : 1;
}

function textRows(dump: string): readonly StackRow[] {
  return printableLines(dump)
    .trim()
    .split('\n')
    .map((text, at) => plainRow(`text ${at}`, [], text, text.startsWith('#') ? 'accent' : 'plain'));
}

function inFlightRows({ inFlight }: StackDump): readonly StackRow[] {
  if (inFlight === undefined) return [];
  return printableLines(formatInFlightText(inFlight))
    .trimEnd()
    .split('\n')
    .map((text, at) => {
      const isHeading = text.startsWith('# ');
      return plainRow(`flight ${at}`, [], isHeading ? text.slice(2) : text, isHeading ? 'accent' : 'plain');
    });
}
