import { describeHost } from '../../model/host-trouble.js';
import { formatDurationMs } from '../../units.js';
import type { UiState } from '../state.js';
import { INSTRUMENT_COMMAND } from './process-state.js';
import type { TextLine } from './styled-line.js';

const OUTCOMES = { read: 'nothing there', absent: 'does not exist', unreadable: 'cannot be read' } as const;

/** The screen that has no process to show: where porthole looked, and what to do. */
export function emptyLines(state: UiState): readonly TextLine[] {
  if (state.sampleCount === 0) return [plain('Looking for processes …')];
  const places = state.history.searched.map(({ path, outcome, reason }): TextLine => {
    const words = reason === undefined ? OUTCOMES[outcome] : `${OUTCOMES[outcome]}: ${reason}`;
    return { text: `    ${path}  ${words}`, look: outcome === 'unreadable' ? 'warning' : 'dim' };
  });
  const { hosts, atMs = 0 } = state.history;
  const lost = hosts.flatMap((host): readonly TextLine[] => {
    const lines = [describeHost(host, atMs), host.reason].flatMap((line) => line ?? []);
    return lines.map((text, index) => ({ text: `${' '.repeat(4 + 2 * index)}${text}`, look: 'warning' }));
  });
  return [
    { text: 'No process to show.', look: 'strong' },
    plain(''),
    plain('  Looked in'),
    ...places,
    ...lost,
    plain(''),
    plain('  Start a program with the agent in it:'),
    { text: `    ${INSTRUMENT_COMMAND}`, look: 'accent' },
    plain(''),
    { text: `  Still looking, every ${formatDurationMs(state.intervalMs)}.`, look: 'dim' },
  ];
}

function plain(text: string): TextLine {
  return { text, look: 'plain' };
}
