import { dumpAt } from '../../model/kept-dumps.js';
import type { ProcessRow } from '../../model/process-table.js';
import type { TreeLine } from '../../model/process-tree.js';
import { formatDurationMs } from '../../units.js';
import { formatClock } from '../draw/axis.js';
import { selectedLine, type UiState } from '../state.js';
import { attachQuestionLines } from './attach-question.js';
import { momentWallMs } from './moment.js';
import { INSTRUMENT_COMMAND } from './process-state.js';
import { describeStall, stallThen } from './stall-lines.js';
import type { TextLine } from './styled-line.js';

const MAX_WARNINGS = 3;

const HOW_TO_ATTACH: readonly TextLine[] = [
  { text: '  To see into it while it runs, press a: that puts the agent into it.', look: 'accent' },
  { text: `  From its next start on:  ${INSTRUMENT_COMMAND}`, look: 'accent' },
];

/** What is to be said of the selected process above its metrics: why it is stuck, gone, or without numbers, and its warnings. */
export function processNotices(state: UiState): readonly TextLine[] {
  const line = selectedLine(state);
  if (line === undefined) return [];
  if (line.type === 'group') return groupNotices(state, line);
  const { process } = line;
  return [...stateNotices(state, process), ...momentNotices(state, process), ...warningNotices(state, process)];
}

/** What is wrong with the processes of a program, each with its pid; then how many are without the agent. */
function groupNotices(state: UiState, { members, process }: TreeLine): readonly TextLine[] {
  if (state.question !== undefined) return attachQuestionLines(state.question);
  const wrong = members.flatMap((row): readonly TextLine[] => {
    const isWrong = row.state === 'stuck' || row.state === 'unreadable';
    const own = isWrong ? stateNotices(state, row) : row.state === 'ended' ? [] : warningNotices(state, row);
    return own.slice(0, 1).map(({ text, look }) => ({ text: `${text.slice(0, 2)}${row.pid}: ${text.slice(2)}`, look }));
  });
  const more: readonly TextLine[] =
    wrong.length > MAX_WARNINGS
      ? [{ text: `  and ${wrong.length - MAX_WARNINGS} more: → shows each process`, look: 'warning' }]
      : [];
  const bare = members.filter((row) => row.state === 'no-agent').length;
  const agentless: readonly TextLine[] =
    bare === 0
      ? []
      : [
          {
            text: `○ ${bare} of ${members.length} run without the agent${canAct(state) ? `: a puts it into ${process.pid}` : ''}`,
            look: 'plain',
          },
        ];
  const shown = [...wrong.slice(0, MAX_WARNINGS), ...more, ...(process.state === 'no-agent' ? agentless : [])];
  return shown.length === 0 ? pendingNotice(state) : shown;
}

// What its state says already is not said again; what is about no process is said of each.
function warningNotices({ warnings, history }: UiState, { key, state }: ProcessRow): readonly TextLine[] {
  const isLeftBehind = state === 'ended' && history.processes.get(key)?.wasAlive === false;
  return warnings
    .filter(({ kind, processKey }) => kind !== 'loop-blocked' && (processKey ?? key) === key)
    .filter(({ kind }) => kind !== 'files-stale' || isLeftBehind)
    .slice(0, MAX_WARNINGS)
    .map(({ kind, text }) => ({
      text: `! ${text}`,
      look: kind === 'updates-dropped' || kind === 'file-full' ? 'bad' : 'warning',
    }));
}

// What was found out about its threads then stands in the lower panes; here, that there is something.
function momentNotices(state: UiState, { key }: ProcessRow): readonly TextLine[] {
  const wallMs = momentWallMs(state);
  if (wallMs === undefined) return [];
  const dump = dumpAt(state.dumps.kept, key, state.history.atMs ?? 0);
  const stall = stallThen(state);
  const dumpKey = state.inspection.tab === undefined && state.stack !== undefined ? '' : '4: ';
  const stallKey = state.inspection.tab === 'stalls' ? '' : '8: ';
  const lines = [
    dump === undefined ? '' : `• ${dumpKey}${describeDumpTime(dump.wallMs, wallMs)}`,
    stall === undefined ? '' : `• ${stallKey}stall of ${formatClock(stall.startedWallMs)}, ${describeStall(stall)}`,
  ];
  return lines.filter((text) => text !== '').map((text) => ({ text, look: 'accent' }));
}

function describeDumpTime(dumpWallMs: number, wallMs: number): string {
  const when = `dump of ${formatClock(dumpWallMs)}`;
  const beforeMs = wallMs - dumpWallMs;
  return beforeMs < 1000
    ? `${when}, the moment shown`
    : `${when}, ${formatDurationMs(beforeMs)} before the moment shown`;
}

function stateNotices(state: UiState, process: ProcessRow): readonly TextLine[] {
  switch (process.state) {
    case 'stuck': {
      const reason = process.stateReason ?? 'event loop blocked';
      // Who was stopped by a signal or a debugger cannot answer.
      const isHeld = process.stateReason?.startsWith('stopped') === true;
      const canAnswer = process.socket !== undefined && !isHeld && canAct(state);
      const cure = canAnswer ? ': press d for its stack' : '';
      return [{ text: `▲ ${reason}${cure}`, look: 'warning' }];
    }
    case 'ended':
      return [{ text: `✝ ${process.stateReason ?? 'ended'}: these are its last values`, look: 'dim' }];
    case 'unreadable':
      return [{ text: `? ${process.stateReason ?? 'cannot be read'}`, look: 'bad' }];
    case 'no-agent':
      if (state.question !== undefined) return attachQuestionLines(state.question);
      return [
        {
          text: `○ ${process.stateReason ?? 'it runs without the agent: no metrics and no stack dump'}`,
          look: 'plain',
        },
        ...(canAct(state) ? HOW_TO_ATTACH : []),
      ];
    default:
      return process.stateReason === undefined
        ? pendingNotice(state)
        : [{ text: `? ${process.stateReason}: these are its last values`, look: 'bad' }];
  }
}

// Of a recording nobody is there to be asked.
function canAct({ playback }: UiState): boolean {
  return playback === undefined;
}

function pendingNotice(state: UiState): readonly TextLine[] {
  const counters = state.metrics.filter(({ kind }) => kind === 'counter');
  const isPending = counters.length > 0 && counters.every(({ recent }) => recent.every((rate) => rate === undefined));
  if (isPending) return [{ text: 'waiting for the second sample to compute a rate', look: 'dim' }];
  if (state.metrics.length > 0) return [];
  const hasEnded = selectedLine(state)?.row.state === 'ended';
  return [{ text: hasEnded ? 'it has left no metrics' : 'it has published no metrics yet', look: 'dim' }];
}
