import { type AgentState, findAgent, startIn, stop } from './start.js';

/** What became of an agent that was put into a running process. */
export interface AttachReport extends AgentState {
  /** Whether one was there already. */
  readonly wasPresent: boolean;
  /** What failed; without a stats file the agent did not start, and nothing of it is left. */
  readonly warnings: readonly string[];
}

/**
 * Starts the agent in a process that runs without it: what `porthole attach` calls inside.
 *
 * Prints nothing there, and warns of nothing later: what fails now is in the report. Synchronous, since it may be
 * called from between two steps of a loop that never ends.
 *
 * @param workerCode The program of our worker: no file of ours need be in reach of the process.
 */
export function startAttached(workerCode: string): AttachReport {
  const present = findAgent();
  if (present !== undefined) return { ...present, wasPresent: true, warnings: [] };
  // One that could not start when the program did may be able to now.
  stop();
  const warnings: string[] = [];
  const state = startIn({ warn: (reason) => warnings.push(reason), workerCode });
  if (state.statsFile === undefined) stop();
  return { ...state, wasPresent: false, warnings: [...warnings] };
}
