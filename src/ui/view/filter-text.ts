import type { ListName } from '../lists-state.js';
import type { UiState } from '../state.js';
import { countChosen } from './chosen-rows.js';
import type { TextLine } from './styled-line.js';

/** The filter of a list, for the title of its pane; with a mark where it is being typed. */
export function filterTitle({ lists, typing }: UiState, list: ListName): string {
  const { filter } = lists[list];
  const isTyped = typing?.list === list;
  return filter === '' && !isTyped ? '' : ` /${filter}${isTyped ? '▏' : '/'}`;
}

/** What stands in a list of which nothing is chosen. */
export function noMatchLine(state: UiState, list: ListName): TextLine {
  const { filter } = state.lists[list];
  const count = countChosen(state, list).all;
  const hidden = list === 'metrics' ? state.hiddenCount : 0;
  const more = hidden === 0 ? '' : ` (${hidden} are hidden at ${state.verbosity}: v shows them)`;
  if (filter === '' && hidden === count) {
    return { text: `all ${count} are hidden at ${state.verbosity}: v shows more`, look: 'warning' };
  }
  if (filter === '') return { text: `all ${count} were never other than zero: z shows them${more}`, look: 'warning' };
  const zeros = list === 'metrics' && state.areZerosHidden ? ' (zeros are hidden: z shows them)' : '';
  return { text: `0 of ${count} match /${filter}/: Esc clears${zeros}${more}`, look: 'warning' };
}
