import type { Command } from '../../command.js';
import type { Update } from '../../events.js';
import type { KeyContext } from '../../keymap.js';
import type { UiState } from '../../state.js';
import { stepDump } from './dumps.js';
import { writeDump } from './keep.js';
import { closeNode, goBackInStack, openNode, toggleDifference, toggleInternals, toggleNode } from './nodes.js';
import { goToMatch, startSearch } from './search.js';

/** Carries out a command that means something in the stack pane alone; `undefined` for every other. */
export function runStackCommand(state: UiState, command: Command, place: KeyContext): Update | undefined {
  switch (command) {
    case 'toggleNode':
      return toggleNode(state);
    case 'openNode':
      return openNode(state);
    case 'closeNode':
      return closeNode(state);
    case 'toggleInternals':
      return toggleInternals(state);
    case 'toggleDifference':
      return toggleDifference(state);
    case 'olderDump':
      return stepDump(state, -1);
    case 'newerDump':
      return stepDump(state, 1);
    case 'search':
      return [startSearch(state), []];
    case 'nextMatch':
      return goToMatch(state, 1);
    case 'previousMatch':
      return goToMatch(state, -1);
    case 'writeDump':
      return writeDump(state);
    case 'goBack':
      return place === 'stack' ? goBackInStack(state) : undefined;
    default:
      return undefined;
  }
}
