import type { LogEntry } from '../../model/event-log.js';
import { type KeptStall, stallKey, stallsUntil } from '../../model/kept-stalls.js';
import { selectedIndex } from '../list-cursor.js';
import type { UiState } from '../state.js';
import { logRows } from '../view/log-lines.js';
import { openTab } from './inspection.js';
import { changeList } from './lists.js';
import { showSelection } from './movement.js';
import { showMoment } from './pause.js';
import { selectProcess } from './rows.js';
import { reopenDump } from './stack.js';
import { showDumpOfMoment } from './stack-moment.js';

// Of a sample the two clocks are read one after the other.
const CLOCKS_MS = 50;

/** Goes to the process and the moment of the selected line of the log, and opens the stall or the dump that it tells of. */
export function goToSelectedEntry(state: UiState): UiState {
  const rows = logRows(state);
  const keys = rows.map(({ key }) => key);
  const row = rows[selectedIndex(state.logCursor, keys)];
  return row === undefined ? state : goTo(state, row.entry);
}

function goTo(state: UiState, entry: LogEntry): UiState {
  const { live } = state;
  if (live.atMs === undefined || live.wallMs === undefined || !live.processes.has(entry.processKey)) {
    return { ...state, notice: `${entry.name} (pid ${entry.pid}) is not remembered any more` };
  }
  const then = showMoment(state, live.atMs - (live.wallMs - entry.wallMs) + CLOCKS_MS);
  const unfiltered = isListed(then, entry) ? then : changeList(then, 'processes', { filter: '' });
  const process = unfiltered.processes.find(({ key }) => key === entry.processKey);
  if (process === undefined)
    return { ...state, notice: `${entry.name} (pid ${entry.pid}) is not there at that moment` };
  const selected = selectProcess({ ...unfiltered, isLogOpen: false, isExpanded: false }, process);
  return showSelection(openWhatIsTold({ ...selected, notice: then.notice }, entry));
}

function isListed({ processes }: UiState, { processKey }: LogEntry): boolean {
  return processes.some(({ key }) => key === processKey);
}

function openWhatIsTold(state: UiState, { kind, wallMs, processKey }: LogEntry): UiState {
  if (kind === 'dumped') {
    const opened = reopenDump({ ...state, stack: undefined, notice: undefined });
    return opened.stack === undefined ? { ...state, focus: 'metrics' } : showDumpOfMoment(opened);
  }
  if (kind !== 'stalled' && kind !== 'recovered') return { ...state, focus: 'metrics' };
  const opened = openTab(state, 'stalls');
  const [stall] = stallsUntil(state.stalls.kept, processKey, wallMs);
  return stall === undefined ? opened : withOpenStall(opened, stall);
}

function withOpenStall(state: UiState, stall: KeptStall): UiState {
  const key = stallKey(stall);
  const cursor = { key, index: 0, offset: 0 };
  return { ...state, inspection: { ...state.inspection, cursor, opened: new Set([key]) } };
}
