import type { UiEvent, Update } from './events.js';
import type { UiState } from './state.js';
import { andThen } from './update/and-then.js';
import { askWhatIsDue } from './update/ask.js';
import { typeTime } from './update/go-to-time.js';
import { answerInspection, failInspection } from './update/inspection.js';
import { pressMouse } from './update/mouse.js';
import { showSelection } from './update/movement.js';
import { pressKey } from './update/press-key.js';
import { playOn } from './update/recording.js';
import { takeSample } from './update/samples.js';
import { missDump, receiveDump } from './update/stack/dumps.js';
import { goOnWithRound } from './update/stack/round.js';
import { typeSearchKey } from './update/stack/search.js';
import { missFrame, receiveFrame, receiveSource } from './update/stack/values.js';
import { followMoment } from './update/stack-moment.js';
import { typeKey } from './update/typing.js';

/** The clock of a screen without samples goes on at this pace. */
export const TICK_MS = 1000;

/** The one place where the screen changes: what happened makes a new state, and orders for the outside. Pure. */
export function update(state: UiState, event: UiEvent): Update {
  const [changed, effects] = happen(state, event);
  if (changed === state) return [state, effects];
  return andThen(
    andThen([changed, effects], (next) => followMoment(state, next)),
    askWhatIsDue,
  );
}

function happen(state: UiState, event: UiEvent): Update {
  switch (event.type) {
    case 'sampled':
      return [takeSample(state, event.sample, event.ownUse), []];
    case 'ticked':
      if (state.playback !== undefined) return playOn(state, event.wallMs);
      // While samples come they bring the time: a frame for the clock alone costs as much as any other.
      return [event.wallMs - state.wallMs < TICK_MS ? state : { ...state, wallMs: event.wallMs }, []];
    case 'resized':
      return [showSelection({ ...state, size: event.size }), [{ type: 'repaint' }]];
    case 'keyPressed': {
      if (isSearchTyped(state)) return typeSearchKey(state, event.key);
      if (state.typing !== undefined) return [typeKey(state, event.key), []];
      if (state.typedTime !== undefined) return [typeTime({ ...state, notice: undefined }, event.key), []];
      return pressKey(state, event.key, event.atMs);
    }
    case 'mousePressed':
      return pressMouse(state, event.input);
    case 'answered':
      return [{ ...state, notice: event.notice }, []];
    case 'dumpArrived':
      return andThen(receiveDump(state, event.number, event.dump), (next) => goOnWithRound(next, event.number, true));
    case 'inspected':
      return [answerInspection(state, event.number, event.answer), []];
    case 'inspectFailed':
      return [failInspection(state, event.number, event.reason), []];
    case 'frameArrived':
      return receiveFrame(state, event.number, event.frame);
    case 'frameMissed':
      return missFrame(state, event.number, event.hasMovedOn, event.reason);
    case 'sourceRead':
      return receiveSource(state, event.file, event.line, event.excerpt);
    case 'attachEnded':
      return [{ ...state, notice: event.outcome }, []];
    default:
      return goOnWithRound(missDump(state, event.number, event.reason), event.number, false);
  }
}

function isSearchTyped({ stack, focus, dumps }: UiState): boolean {
  return stack !== undefined && focus === 'stack' && dumps.search?.isTyped === true;
}
