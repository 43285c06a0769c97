import assert from 'node:assert/strict';
import type { UiEffect, UiEvent } from '../../src/ui/events.js';
import type { InspectionAnswer } from '../../src/ui/inspection.js';
import type { UiState } from '../../src/ui/state.js';
import { update } from '../../src/ui/update.js';

type Inspect = Extract<UiEffect, { readonly type: 'inspect' }>;

/** The questions that these events lead to, one event after the other, and the state after the last. */
export function asking(state: UiState, ...events: readonly UiEvent[]): readonly [UiState, readonly Inspect[]] {
  const asked: Inspect[] = [];
  let next = state;
  for (const event of events) {
    const [changed, effects] = update(next, event);
    next = changed;
    asked.push(...effects.filter((effect) => effect.type === 'inspect'));
  }
  return [next, asked];
}

/** The answer to the question of its kind that is out. */
export function answering(state: UiState, answer: InspectionAnswer): UiEvent {
  const { inspection, stalls } = state;
  const open = [inspection.asked, inspection.asyncAsked, stalls.asked].find((asked) => asked?.kind === answer.kind);
  assert.ok(open !== undefined, `nobody asks for ${answer.kind}`);
  return { type: 'inspected', number: open.number, answer };
}

/** The state after these answers, each to the question that is out when its turn comes. */
export function answered(state: UiState, ...answers: readonly InspectionAnswer[]): UiState {
  return answers.reduce((before, answer) => update(before, answering(before, answer))[0], state);
}
