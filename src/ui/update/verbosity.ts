import { VERBOSITIES, type Verbosity } from '../../model/verbosity.js';
import type { UiState } from '../state.js';
import { refreshRows } from './rows.js';

const WHAT_IS_SHOWN: Readonly<Record<Verbosity, string>> = {
  info: 'what the program itself publishes',
  diag: 'that, and what Node and the agent measure',
  debug: 'everything, also who the process is',
};

/** Shows more of what a program publishes, or less. */
export function changeVerbosity(state: UiState, step: 1 | -1): UiState {
  const next = VERBOSITIES[VERBOSITIES.indexOf(state.verbosity) + step];
  if (next === undefined) return { ...state, notice: `${state.verbosity}: there is no ${step > 0 ? 'more' : 'less'}` };
  return refreshRows({ ...state, verbosity: next, notice: `${next}: ${WHAT_IS_SHOWN[next]}` });
}
