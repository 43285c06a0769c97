import type { LogEntry } from '../../model/event-log.js';
import { dumpAt } from '../../model/kept-dumps.js';
import { type KeptStall, stallKey, stallsUntil } from '../../model/kept-stalls.js';
import type { Update } from '../events.js';
import { selectedIndex } from '../list-cursor.js';
import type { UiState } from '../state.js';
import { logRows } from '../view/log-lines.js';
import { closeTab, openTab } from './inspection.js';
import { changeList } from './lists.js';
import { showMoment } from './pause.js';
import { refreshRows, selectLine } from './rows.js';
import { reopenDump } from './stack/dumps.js';

// Of a sample the two clocks are read one after the other.
const CLOCKS_MS = 50;

/** Goes to the process and the moment of the selected line of the log, and opens the stall or the dump that it tells of. */
export function goToSelectedEntry(state: UiState): Update {
  const rows = logRows(state);
  const keys = rows.map(({ key }) => key);
  const row = rows[selectedIndex(state.logCursor, keys)];
  return row === undefined ? [state, []] : goTo(state, row.entry);
}

function goTo(state: UiState, entry: LogEntry): Update {
  const { live } = state;
  if (live.atMs === undefined || live.wallMs === undefined || !live.processes.has(entry.processKey)) {
    return [{ ...state, notice: `${entry.name} (pid ${entry.pid}) is not remembered any more` }, []];
  }
  const then = showMoment(state, live.atMs - (live.wallMs - entry.wallMs) + CLOCKS_MS);
  const unfiltered = isListed(then, entry) ? then : changeList(then, 'processes', { filter: '' });
  const opened = withGroupOpen(unfiltered, entry);
  const line = opened.tree.lines.find(({ key }) => key === entry.processKey);
  if (line === undefined)
    return [{ ...state, notice: `${entry.name} (pid ${entry.pid}) is not there at that moment` }, []];
  const selected = selectLine({ ...opened, isLogOpen: false, isExpanded: false }, line);
  return openWhatIsTold({ ...selected, notice: then.notice }, entry);
}

function isListed({ processes }: UiState, { processKey }: LogEntry): boolean {
  return processes.some(({ key }) => key === processKey);
}

// A process of a program that runs several times stands below it.
function withGroupOpen(state: UiState, { processKey }: LogEntry): UiState {
  const { tree } = state;
  const group = tree.lines.find(
    ({ type, members }) => type === 'group' && members.some(({ key }) => key === processKey),
  );
  if (group === undefined || group.isOpen === true) return state;
  return refreshRows({ ...state, tree: { ...tree, open: new Set([...tree.open, group.key]) } });
}

function openWhatIsTold(state: UiState, { kind, wallMs, processKey }: LogEntry): Update {
  const atMetrics: UiState = { ...closeTab(state), stack: undefined, focus: 'metrics' };
  const isTaken = dumpAt(state.dumps.kept, processKey, state.history.atMs ?? 0) !== undefined;
  // Suspended functions are told of as a dump too.
  if (kind === 'dumped' && !isTaken && state.inspection.async.state === 'taken') return [openTab(state, 'async'), []];
  if (kind === 'dumped') return reopenDump(atMetrics);
  if (kind !== 'stalled' && kind !== 'recovered') return [atMetrics, []];
  const opened = openTab(state, 'stalls');
  const [stall] = stallsUntil(state.stalls.kept, processKey, wallMs);
  return [stall === undefined ? opened : withOpenStall(opened, stall), []];
}

function withOpenStall(state: UiState, stall: KeptStall): UiState {
  const key = stallKey(stall);
  const cursor = { key, index: 0, offset: 0 };
  return { ...state, inspection: { ...state.inspection, cursor, opened: new Set([key]) } };
}
