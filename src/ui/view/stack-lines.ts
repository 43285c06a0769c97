import { describeFrame, describeThreadFacts, describeThreadState } from '../../format/dump-text.js';
import { formatInFlightText } from '../../format/in-flight-text.js';
import { printableLines } from '../../format/printable.js';
import type { CallFrame, FrameOrigin, StackDump, ThreadDump } from '../../format/stack-dump.js';
import { dumpsOf, type KeptDump, type KeptDumps } from '../../model/kept-dumps.js';
import { formatDurationMs } from '../../units.js';
import { formatClock } from '../draw/axis.js';
import type { StackRequest } from '../dumps-state.js';
import type { UiState } from '../state.js';
import type { Rect } from './layout.js';
import { type Look, type PaneView, styledLines, type TextLine } from './styled-line.js';
import { describeWindow, windowOf } from './window.js';

/** Rows of the pane that are not stack: its frame. */
export const STACK_PANE_EXTRA_ROWS = 2;

const FRAME_LOOKS: Readonly<Record<FrameOrigin, Look>> = { application: 'strong', dependency: 'dim', node: 'dim' };

/** The stack pane: the dump, or what became of it. */
export function viewStack(state: UiState, request: StackRequest, rect: Rect): PaneView {
  const lines = stackLines(request);
  const window = windowOf(lines.length, rect.height - STACK_PANE_EXTRA_ROWS, state.scroll.stack);
  return {
    title: stackTitle(request, state.dumps.kept),
    note: describeWindow(window, lines.length),
    isFocused: state.focus === 'stack',
    lines: styledLines(lines.slice(window.start, window.end), rect.width - 2),
  };
}

/** All lines of the pane, the seen and the unseen. */
export function stackLines({ pid, answer }: StackRequest): readonly TextLine[] {
  if (answer.state === 'waiting') return [{ text: `asking ${pid} for its stack …`, look: 'dim' }];
  if (answer.state === 'failed') return [{ text: `no stack dump: ${answer.reason}`, look: 'bad' }];
  const { dump } = answer.kept;
  if (typeof dump !== 'string') return [...dump.threads.flatMap(threadLines), ...inFlightLines(dump)];
  return printableLines(dump)
    .trim()
    .split('\n')
    .map((text): TextLine => ({ text, look: text.startsWith('#') ? 'accent' : 'plain' }));
}

function stackTitle({ pid, name, answer }: StackRequest, kept: KeptDumps): string {
  const title = `${name} ${pid}`;
  return answer.state === 'arrived'
    ? `${title} · ${dumpPlace(kept, answer.kept)}${dumpFacts(answer.kept.dump)}`
    : title;
}

// Which of the dumps of the process it is, in the order in which they were taken.
function dumpPlace(kept: KeptDumps, shown: KeptDump): string {
  const all = dumpsOf(kept, shown.processKey);
  const place = all.length > 1 ? `${all.length - all.indexOf(shown)} of ${all.length} · ` : '';
  return `${place}${formatClock(typeof shown.dump === 'string' ? shown.wallMs : shown.dump.capturedWallMs)}`;
}

function dumpFacts(dump: StackDump | string): string {
  return typeof dump === 'string' ? '' : ` · node ${dump.nodeVersion} · took ${formatDurationMs(dump.tookMs)}`;
}

function threadLines(thread: ThreadDump, index: number): readonly TextLine[] {
  const held = thread.pausedMs > 0 ? `, held up ${formatDurationMs(thread.pausedMs)}` : '';
  const tid = thread.tid === undefined ? '' : ` (tid ${thread.tid})`;
  const heading: TextLine = {
    text: `${threadName(thread)}${tid} — ${describeThreadState(thread)}${held}`,
    look: thread.state === 'blocked' ? 'warning' : 'accent',
  };
  const note: readonly TextLine[] = thread.note === undefined ? [] : [{ text: `  ${thread.note}`, look: 'plain' }];
  const gap: readonly TextLine[] = index === 0 ? [] : [{ text: '', look: 'plain' }];
  const facts = describeThreadFacts(thread);
  const more: readonly TextLine[] = facts === '' ? [] : [{ text: `  ${facts}`, look: 'dim' }];
  return [...gap, heading, ...more, ...note, ...thread.frames.flatMap(frameLines)];
}

function inFlightLines({ inFlight }: StackDump): readonly TextLine[] {
  if (inFlight === undefined) return [];
  return printableLines(formatInFlightText(inFlight))
    .trimEnd()
    .split('\n')
    .map(
      (text): TextLine => (text.startsWith('# ') ? { text: text.slice(2), look: 'accent' } : { text, look: 'plain' }),
    );
}

function threadName({ name, threadId }: ThreadDump): string {
  if (threadId === 0) return name === 'main' || name === '' ? 'main thread' : `main thread ${name}`;
  return `thread ${threadId} ${name}`.trimEnd();
}

function frameLines(frame: CallFrame): readonly TextLine[] {
  const locals = (frame.locals ?? []).map(
    (local): TextLine => ({ text: `      ${local.name}: ${local.value}`, look: 'plain' }),
  );
  return [{ text: `  ${describeFrame(frame)}`, look: FRAME_LOOKS[frame.origin] }, ...locals];
}
