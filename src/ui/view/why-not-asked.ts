import type { TargetSample } from '../../source/sample.js';
import { INSTRUMENT_COMMAND } from './process-state.js';

/** Why a process cannot be asked anything, and what helps; `undefined` when it can. */
export function whyNotAsked({ name, target, state, stateReason, socket, hasAgent }: TargetSample): string | undefined {
  if (state === 'ended') return `${name} (pid ${target.pid}) has ended: there is nobody left to ask`;
  if (socket !== undefined) return undefined;
  if (state === 'unreadable' && stateReason !== undefined) return stateReason;
  if (hasAgent) return `pid ${target.pid} has no socket that could be found: its agent could not open one`;
  return `pid ${target.pid} runs without the agent, so it cannot be asked. Press a to put it in, or start it with: ${INSTRUMENT_COMMAND}`;
}
