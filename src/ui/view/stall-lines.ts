import { describeFrame } from '../../format/dump-text.js';
import { describeStallState, type StallLook, stallLooks } from '../../format/stalls-text.js';
import { type KeptStall, stallAt, stallKey, stallsUntil } from '../../model/kept-stalls.js';
import { formatDurationMs } from '../../units.js';
import { formatClock } from '../draw/axis.js';
import { fit } from '../draw/fit.js';
import { selectedProcess, type UiState } from '../state.js';
import { FRAME_LOOKS } from './frame-looks.js';
import { momentWallMs, untilWallMs } from './moment.js';
import { span, styledLines, type TextLine } from './styled-line.js';
import { openMark, type TabRow, type TabView, textRow } from './tab-view.js';

/** A stall that ended less than so long before a moment is that moment's: samples are that far apart. */
export const STALL_TAIL_MS = 1500;

/** When the event loop of the selected process stood still, newest first; a line opens what held it. */
export function viewStalls(state: UiState, width: number): TabView {
  const { inspection, stalls } = state;
  const processKey = selectedProcess(state)?.key ?? '';
  const known = stallsUntil(stalls.kept, processKey, untilWallMs(state));
  const then = stallThen(state);
  const longest = known.reduce((most, { lengthMs }) => Math.max(most, lengthMs), 0);
  const failed = stalls.failure?.processKey === processKey ? stalls.failure.reason : undefined;
  const failure: readonly TextLine[] = failed === undefined ? [] : [{ text: ` ${failed}`, look: 'warning' }];
  const none: readonly TextLine[] = known.length > 0 || failed !== undefined ? [] : [noneLine(state)];
  return {
    title: known.length === 0 ? '' : `${known.length}, the longest ${formatDurationMs(longest)}`,
    head: styledLines([...failure, ...none], width),
    rows: known.flatMap((stall) => stallRows(stall, inspection.opened, stall === then)),
  };
}

/** The stall in which the selected process was at the past moment that is shown. */
export function stallThen(state: UiState): KeptStall | undefined {
  const wallMs = momentWallMs(state);
  const { stalls } = state;
  const processKey = selectedProcess(state)?.key;
  if (wallMs === undefined || processKey === undefined) return undefined;
  return stallAt(stalls.kept, processKey, wallMs, STALL_TAIL_MS);
}

/** `4.02 s in resizeImage (/srv/app.js:31:3)`. */
export function describeStall(stall: KeptStall): string {
  return `${formatDurationMs(stall.lengthMs)}${stall.isLasting ? ' so far' : ''} ${stallPlace(stall)}`;
}

// A frame, also that where it came back from native code, says more than that it was there.
function stallPlace({ stacks }: KeptStall): string {
  const [innermost] = stacks.flatMap(({ frames }) => frames[0] ?? []);
  if (innermost !== undefined) return `in ${describeFrame(innermost)}`;
  const [first] = stacks;
  return first === undefined ? 'over before it was looked at' : describeStallState(first);
}

function noneLine(state: UiState): TextLine {
  const { stalls, playback } = state;
  if (playback !== undefined) return { text: ' no stall of it was recorded up to this moment', look: 'dim' };
  const processKey = selectedProcess(state)?.key;
  const isAsked = stalls.asked?.processKey === processKey || stalls.wanted.includes(processKey ?? '');
  const text = isAsked
    ? 'asking for its stalls …'
    : 'its event loop has not stood still, as far as it was asked: r asks';
  return { text: ` ${text}`, look: 'dim' };
}

function stallRows(stall: KeptStall, opened: ReadonlySet<string>, isThen: boolean): readonly TabRow[] {
  const key = stallKey(stall);
  const isOpen = opened.has(key);
  const looks = isOpen ? stallLooks(stall.stacks) : [];
  const then = isThen ? '← the moment shown  ' : '';
  const heading: TabRow = {
    key,
    isOpen,
    draw: () => [
      span(openMark(isOpen), 'accent'),
      span(`${formatClock(stall.startedWallMs)}  `, 'dim'),
      span(fit(formatDurationMs(stall.lengthMs), 8, 'right'), 'warning'),
      span(`${stall.isLasting ? ' so far' : ''}  main thread  `, 'dim'),
      span(then, 'accent'),
      span(stallPlace(stall), 'strong'),
    ],
  };
  return [heading, ...looks.flatMap((look, at) => lookRows(look, stall.stacks.length, `${key}.${at}`))];
}

function lookRows({ stack, afterMs }: StallLook, count: number, key: string): readonly TabRow[] {
  const times = afterMs.map((ms) => formatDurationMs(ms)).join(', ');
  const met = count === 1 ? '' : ` (met in ${afterMs.length} of ${count} looks)`;
  const frames = stack.frames.map((frame, index) =>
    textRow(`${key}.${index}`, `        ${describeFrame(frame)}`, FRAME_LOOKS[frame.origin]),
  );
  return [textRow(key, `    after ${times}: ${describeStallState(stack)}${met}`, 'accent'), ...frames];
}
