import type { ProcessRow } from '../../model/process-table.js';
import { formatDurationMs } from '../../units.js';
import type { Look } from './styled-line.js';

/** How a state looks: one character and its colour. */
export interface StateMark {
  readonly state: ProcessRow['state'];
  readonly glyph: string;
  readonly look: Look;
  readonly words: string;
}

const MARKS: Readonly<Record<ProcessRow['state'], StateMark>> = {
  live: { state: 'live', glyph: '●', look: 'good', words: 'live' },
  stuck: { state: 'stuck', glyph: '▲', look: 'warning', words: 'stuck' },
  ended: { state: 'ended', glyph: '✝', look: 'bad', words: 'ended' },
  'no-agent': { state: 'no-agent', glyph: '○', look: 'dim', words: 'no agent' },
  unreadable: { state: 'unreadable', glyph: '?', look: 'bad', words: 'unreadable' },
};

/** How to start a program so that porthole can look into it. */
export const INSTRUMENT_COMMAND = 'node --import porthole/register app.js';

/** The glyphs, for the help. */
export const STATE_MARKS: readonly StateMark[] = Object.values(MARKS);

/** The glyph and colour of a process. */
export function stateMark(row: ProcessRow): StateMark {
  return MARKS[row.state];
}

/** The last column of the process list: its CPU, or why there is none. */
export function processTail(row: ProcessRow): string {
  switch (row.state) {
    case 'ended':
      return row.endedForMs === undefined ? 'ended' : `ended ${wholeSeconds(row.endedForMs)}`;
    case 'no-agent':
      return row.cpuPercent === undefined ? 'no agent' : cpuText(row.cpuPercent);
    case 'unreadable':
      return row.cpuPercent === undefined ? 'unreadable' : cpuText(row.cpuPercent);
    default:
      return cpuText(row.cpuPercent);
  }
}

/** Why no stack dump of the process can be had, and the way to one; `undefined` when it can. */
export function whyNoDump(row: ProcessRow): string | undefined {
  if (row.state === 'ended') return `${row.name} (pid ${row.pid}) has ended: there is no stack left to dump`;
  if (row.socket !== undefined) return undefined;
  if (row.state === 'unreadable' && row.stateReason !== undefined) return row.stateReason;
  if (row.hasAgent) return `pid ${row.pid} has no socket that could be found: its agent could not open one`;
  return `pid ${row.pid} runs without the agent, so it has no stack dump. Press a to put it in, or start it with: ${INSTRUMENT_COMMAND}`;
}

function cpuText(cpuPercent: number | undefined): string {
  if (cpuPercent === undefined) return '–';
  return cpuPercent > 0 && cpuPercent < 1 ? '<1%' : `${Math.round(cpuPercent)}%`;
}

function wholeSeconds(durationMs: number): string {
  return durationMs < 60_000 ? `${Math.floor(durationMs / 1000)}s` : formatDurationMs(durationMs);
}
