import type { UiEvent, Update } from './events.js';
import type { UiState } from './state.js';
import { typeTime } from './update/go-to-time.js';
import { pressMouse } from './update/mouse.js';
import { showSelection } from './update/movement.js';
import { pressKey } from './update/press-key.js';
import { takeSample } from './update/samples.js';
import { answerDump } from './update/stack.js';
import { typeKey } from './update/typing.js';

/** The clock of a screen without samples goes on at this pace. */
export const TICK_MS = 1000;

/** The one place where the screen changes: what happened makes a new state, and orders for the outside. Pure. */
export function update(state: UiState, event: UiEvent): Update {
  switch (event.type) {
    case 'sampled':
      return [takeSample(state, event.sample, event.ownUse), []];
    case 'ticked':
      // While samples come they bring the time: a frame for the clock alone costs as much as any other.
      return [event.wallMs - state.wallMs < TICK_MS ? state : { ...state, wallMs: event.wallMs }, []];
    case 'resized':
      return [showSelection({ ...state, size: event.size }), [{ type: 'repaint' }]];
    case 'keyPressed': {
      if (state.typing !== undefined) return [typeKey(state, event.key), []];
      if (state.typedTime !== undefined) return [typeTime({ ...state, notice: undefined }, event.key), []];
      return pressKey(state, event.key, event.atMs);
    }
    case 'mousePressed':
      return pressMouse(state, event.input);
    case 'answered':
      return [{ ...state, notice: event.notice }, []];
    case 'dumpArrived':
      return [answerDump(state, event.number, { state: 'arrived', dump: event.dump }), []];
    case 'attachEnded':
      return [{ ...state, notice: event.outcome }, []];
    default:
      return [answerDump(state, event.number, { state: 'failed', reason: event.reason }), []];
  }
}
