import type { UiEffect, UiEvent } from '../../src/ui/events.js';

/** A question of the screen to a process or to a source file. */
export type Question = Extract<UiEffect, { readonly type: 'requestDump' | 'requestFrame' | 'readSource' | 'inspect' }>;

/** What processes and source files once answered, by {@link questionKey}. */
export type Answers = Readonly<Record<string, UiEvent>>;

/** Whether an effect is one that has an answer. */
export function isQuestion(effect: UiEffect): effect is Question {
  return ['requestDump', 'requestFrame', 'readSource', 'inspect'].includes(effect.type);
}

/** The same for each question that gets the same answer: of which number it is, and how deep it looks, does not matter. */
export function questionKey(question: Question): string {
  switch (question.type) {
    case 'requestDump':
      return `dump of ${question.pid}`;
    case 'requestFrame':
      return `frame ${question.question.index} of thread ${question.question.threadId} of ${question.pid}`;
    case 'readSource':
      return `source ${question.file}:${question.line}`;
    default:
      return `${question.kind} of ${question.target.target.pid}`;
  }
}
