import type { Command } from '../command.js';
import { widthOf } from '../draw/fit.js';
import { INSPECTION_TABS, type InspectionTab } from '../inspection.js';
import { keyLabel } from '../key-text.js';
import type { UiState } from '../state.js';
import { TITLE_START_COLUMNS } from './framed-lines.js';
import type { PaneTab } from './styled-line.js';

/** What stands in the place of the stack dump, by tabs. */
export type LowerTab = 'stack' | InspectionTab;

const NAMES: Readonly<Record<LowerTab, string>> = {
  stack: 'Stack',
  inFlight: 'In flight',
  async: 'Async',
  hot: 'Hot',
  stalls: 'Stalls',
};

/** What each tab is opened by. */
export const TAB_COMMANDS: Readonly<Record<LowerTab, Command>> = {
  stack: 'focusStack',
  inFlight: 'focusInFlight',
  async: 'focusAsync',
  hot: 'focusHot',
  stalls: 'focusStalls',
};

const TABS: readonly LowerTab[] = ['stack', ...INSPECTION_TABS];

/** The names of the tabs, each with its key, for the frame's title: `5 In flight`. */
export function lowerTabs(state: UiState): readonly PaneTab[] {
  const open = state.inspection.tab ?? 'stack';
  return TABS.map((tab) => {
    const key = state.keys.find(({ command }) => command === TAB_COMMANDS[tab])?.keys[0];
    const name = key === undefined ? NAMES[tab] : `${keyLabel(key)} ${NAMES[tab]}`;
    // Seen without colours too.
    return { text: tab === open ? `[${name}]` : name, isOpen: tab === open };
  });
}

/** The tab on which a click at a column of the frame's top falls, counted from the frame's left. */
export function lowerTabAt(state: UiState, column: number): LowerTab | undefined {
  let end = TITLE_START_COLUMNS;
  for (const [index, { text }] of lowerTabs(state).entries()) {
    const start = end;
    end += widthOf(text) + 2;
    if (column >= start && column < end) return TABS[index];
  }
  return undefined;
}
