import { printable } from '../../format/printable.js';
import { describeHost } from '../../model/host-trouble.js';
import { formatDurationMs } from '../../units.js';
import type { UiState } from '../state.js';
import { INSTRUMENT_COMMAND } from './process-state.js';
import type { TextLine } from './styled-line.js';

const OUTCOMES = { absent: 'does not exist', unreadable: 'cannot be read' } as const;

/** The screen that has no process to show: what was asked for, where porthole looked, and what to do. */
export function emptyLines(state: UiState): readonly TextLine[] {
  if (state.sampleCount === 0) return [plain('Looking for processes …')];
  const { targets } = state;
  const nothing = targets.length === 0 ? 'nothing there' : 'nothing that matches';
  const places = state.history.searched.map(({ path, outcome, reason }): TextLine => {
    const found = outcome === 'read' ? nothing : OUTCOMES[outcome];
    const words = reason === undefined ? found : `${found}: ${reason}`;
    return { text: `    ${path}  ${words}`, look: outcome === 'unreadable' ? 'warning' : 'dim' };
  });
  const { hosts, atMs = 0 } = state.history;
  const lost = hosts.flatMap((host): readonly TextLine[] => {
    const lines = [describeHost(host, atMs), host.reason].flatMap((line) => line ?? []);
    return lines.map((text, index) => ({ text: `${' '.repeat(4 + 2 * index)}${text}`, look: 'warning' }));
  });
  return [
    {
      text: targets.length === 0 ? 'No process to show.' : `No process matches ${printable(targets.join(' '))}`,
      look: 'strong',
    },
    plain(''),
    plain('  Looked in'),
    ...places,
    ...lost,
    plain(''),
    ...cures(targets),
    plain(''),
    { text: `  Still looking, every ${formatDurationMs(state.intervalMs)}.`, look: 'dim' },
  ];
}

function cures(targets: readonly string[]): readonly TextLine[] {
  const [words, command] =
    targets.length === 0 ? ['To see it at work:', 'porthole demo'] : ['To see all that there is:', 'porthole'];
  return [
    plain('  Start a program with the agent in it:'),
    { text: `    ${INSTRUMENT_COMMAND}`, look: 'accent' },
    plain(`  ${words}`),
    { text: `    ${command}`, look: 'accent' },
  ];
}

function plain(text: string): TextLine {
  return { text, look: 'plain' };
}
