import type { Aggregator } from '../../model/aggregate.js';
import type { TreeLine } from '../../model/process-tree.js';
import type { Command } from '../command.js';
import { selectedLine, type UiState } from '../state.js';
import type { TreeState } from '../tree-state.js';
import { layoutScreen } from '../view/layout.js';
import { move, selectAt } from './movement.js';
import { refreshRows } from './rows.js';

const AGGREGATOR_CYCLE: readonly (Aggregator | undefined)[] = [undefined, 'sum', 'avg', 'min', 'max'];
const TREE_COMMANDS: readonly Command[] = ['openMetrics', 'openLine', 'closeLine', 'toggleTree', 'changeAggregator'];

/** Whether a command is about the list of processes as a tree. */
export function isTreeCommand(command: Command): boolean {
  return TREE_COMMANDS.includes(command);
}

/** Opens, closes, or changes how programs are shown and how the numbers of their processes become one. */
export function runTreeCommand(state: UiState, command: Command): UiState {
  const line = selectedLine(state);
  switch (command) {
    case 'openMetrics':
      return line?.type === 'group' ? toggleLine(state) : { ...state, focus: 'metrics' };
    case 'openLine':
      return openLine(state, line);
    case 'closeLine':
      return closeLine(state, line);
    case 'toggleTree':
      return toggleTree(state);
    default:
      return changeAggregator(state);
  }
}

/** Opens the selected line, or closes it; says why neither can be. */
export function toggleLine(state: UiState): UiState {
  const line = selectedLine(state);
  if (line?.isOpen === undefined) return state;
  const isHeldOpen = line.isOpen && !state.tree.open.has(line.key);
  if (isHeldOpen)
    return { ...state, notice: 'the filter chooses some of them, so it stays open: Esc clears the filter' };
  return setOpen(state, line.key, !line.isOpen);
}

// In the one line of names there is no left of a line: there the arrows go from name to name.
function openLine(state: UiState, line: TreeLine | undefined): UiState {
  if (line?.isOpen === false && !layoutScreen(state).isNarrow) return setOpen(state, line.key, true);
  return move(state, 'processes', { unit: 'line', count: 1 });
}

function closeLine(state: UiState, line: TreeLine | undefined): UiState {
  const back = (): UiState => move(state, 'processes', { unit: 'line', count: -1 });
  if (line === undefined || layoutScreen(state).isNarrow) return back();
  if (line.isOpen === true && state.tree.open.has(line.key)) return setOpen(state, line.key, false);
  if (line.depth === 0) return back();
  const { lines } = state.tree;
  const index = lines.indexOf(line);
  return selectAt(
    state,
    'processes',
    lines.findLastIndex(({ depth }, at) => at < index && depth < line.depth),
  );
}

function setOpen(state: UiState, key: string, isOpen: boolean): UiState {
  const others = [...state.tree.open].filter((one) => one !== key);
  return refreshRows(withTree(state, { open: new Set(isOpen ? [...others, key] : others) }));
}

function toggleTree(state: UiState): UiState {
  const isFlat = !state.tree.isFlat;
  const notice = isFlat ? 'processes one by one' : 'processes below their program: → opens, ← closes';
  return refreshRows({ ...withTree(state, { isFlat }), notice });
}

function changeAggregator(state: UiState): UiState {
  const { aggregator } = state.tree;
  const next = AGGREGATOR_CYCLE[(AGGREGATOR_CYCLE.indexOf(aggregator) + 1) % AGGREGATOR_CYCLE.length];
  const how = next ?? 'sum, of shares the mean, of times the longest';
  return refreshRows({ ...withTree(state, { aggregator: next }), notice: `processes of a program together: ${how}` });
}

function withTree(state: UiState, change: Partial<TreeState>): UiState {
  return { ...state, tree: { ...state.tree, ...change } };
}
