import { formatDurationMs } from '../../units.js';
import { formatClock } from '../draw/axis.js';
import { widthOf } from '../draw/fit.js';
import type { UiState } from '../state.js';
import { type Span, type StyledLine, span, styledLine } from './styled-line.js';

/** The first line: how many processes, what is wrong with them, and where and when this is. */
export function viewStatusLine(state: UiState): StyledLine {
  const { columns } = state.size;
  const left = leftSpans(state);
  const leftWidth = left.reduce((sum, { text }) => sum + widthOf(text), 0);
  const room = columns - leftWidth - 3;
  const { hostName, userName } = state;
  const clock = formatClock(state.wallMs);
  const right =
    [`${hostName} · ${userName} · ${clock}`, `${hostName} · ${clock}`].find((text) => widthOf(text) <= room) ?? clock;
  const gap = ' '.repeat(Math.max(1, columns - leftWidth - widthOf(right) - 1));
  return styledLine([...left, span(gap), span(`${right} `, 'dim')], columns);
}

function leftSpans(state: UiState): readonly Span[] {
  const count = (wanted: string): number => state.processes.filter((row) => row.state === wanted).length;
  const total = state.processes.length;
  const parts: readonly Span[] = [
    span(` ${total === 1 ? '1 proc' : `${total} procs`}`),
    ...counted(count('stuck'), 'stuck', 'warning'),
    ...counted(count('unreadable'), 'unreadable', 'bad'),
    ...counted(count('ended'), 'ended', 'dim'),
    span(` · ${formatDurationMs(state.intervalMs)}`, 'dim'),
    ...(state.isMouseOn ? [] : [span(' · mouse off', 'dim')]),
  ];
  return [span(' porthole ', 'accent'), ...parts];
}

function counted(count: number, word: string, look: Span['look']): readonly Span[] {
  return count === 0 ? [] : [span(' · ', 'dim'), span(`${count} ${word}`, look)];
}
