import type { Command } from '../../src/ui/command.js';
import type { UiEvent } from '../../src/ui/events.js';
import type { UiState } from '../../src/ui/state.js';
import { update } from '../../src/ui/update.js';
import { press } from '../support/screen.js';
import { isQuestion, type Question, questionKey } from './answers.js';
import type { RecordedFleet } from './recorded-fleet.js';

/** The state after the samples of some seconds of a recording, the first and the last included. */
export function sampledFrom(fleet: RecordedFleet, state: UiState, first: number, last: number): UiState {
  const samples = fleet.samples.slice(first, last + 1);
  return samples.reduce((before, sample) => answered(fleet, before, { type: 'sampled', sample }), state);
}

/** The state after these commands, each by its key. */
export function played(fleet: RecordedFleet, state: UiState, ...commands: readonly Command[]): UiState {
  return commands.reduce((before, command) => answered(fleet, before, press(before, command)), state);
}

/** The state after an event; what the screen asks because of it is answered as it was when the fleet was recorded. */
function answered(fleet: RecordedFleet, state: UiState, event: UiEvent): UiState {
  // A pane that asks again and again had one answer.
  const asked = new Set<string>();
  const events = [event];
  let next = state;
  for (let happened = events.shift(); happened !== undefined; happened = events.shift()) {
    const [changed, effects] = update(next, happened);
    next = changed;
    const fresh = effects.filter(isQuestion).filter((question) => !asked.has(questionKey(question)));
    for (const question of fresh) {
      asked.add(questionKey(question));
      events.push(answerTo(fleet, question, next.wallMs));
    }
  }
  return next;
}

function answerTo(fleet: RecordedFleet, question: Question, wallMs: number): UiEvent {
  if (question.type === 'inspect' && question.kind === 'stalls') return stallsUntil(fleet, question, wallMs);
  const answer = fleet.answers[questionKey(question)];
  if (answer === undefined) throw new Error(`no answer was recorded to this: ${questionKey(question)}`);
  return 'number' in question ? ({ ...answer, number: question.number } as UiEvent) : answer;
}

/** What a process tells of its stalls at a moment: those that had been recorded by then. */
function stallsUntil(
  { stalls }: RecordedFleet,
  { number, target }: Extract<Question, { readonly type: 'inspect' }>,
  wallMs: number,
): UiEvent {
  const { pid } = target.target;
  const reports = stalls.filter((recorded) => recorded.report.pid === pid && recorded.wallMs <= wallMs);
  const last = reports.at(-1)?.report;
  if (last === undefined) return { type: 'inspectFailed', number, reason: 'it had none yet' };
  const report = { ...last, stalls: reports.flatMap((recorded) => recorded.report.stalls) };
  return { type: 'inspected', number, answer: { kind: 'stalls', report } };
}
