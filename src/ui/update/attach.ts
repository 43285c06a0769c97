import type { Update } from '../events.js';
import { selectedProcess, type UiState } from '../state.js';
import { closeTab } from './inspection.js';

/** Asks whether the agent is to be put into the selected process, or says why that cannot be. Nothing is done yet. */
export function askToAttach(state: UiState): UiState {
  const process = selectedProcess(state);
  if (process === undefined) return { ...state, notice: 'no process is selected' };
  const { key, name, pid, host } = process;
  const who = `${name} (pid ${pid})`;
  if (host !== undefined) return { ...state, notice: `${who}: attach it there, on ${host}: porthole attach ${pid}` };
  if (process.state === 'ended') return { ...state, notice: `${who} has ended` };
  if (process.state === 'unreadable') return { ...state, notice: `${who}: ${process.stateReason ?? 'cannot be read'}` };
  if (process.state !== 'no-agent') return { ...state, notice: `${who} has the agent already` };
  // The question stands where its metrics would, and needs the room.
  return { ...closeTab(state), question: { processKey: key, pid, name }, stack: undefined, focus: 'metrics' };
}

/** The answer was yes. */
export function attachNow(state: UiState): Update {
  const { question } = state;
  if (question === undefined) return [state, []];
  const { pid, name } = question;
  const next = { ...state, question: undefined, notice: `attaching to ${name} (pid ${pid}) …` };
  return [next, [{ type: 'attach', pid, name }]];
}
