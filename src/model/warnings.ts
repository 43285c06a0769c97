import type { History } from './history.js';

/** Something that is wrong, or soon will be, in words that explain themselves. */
export interface Warning {
  readonly kind: WarningKind;
  /** `undefined`: it is not about one process. */
  readonly processKey: string | undefined;
  /** One line: what is so, and what that means. */
  readonly text: string;
}

export const WARNING_KINDS = ['loop-blocked'] as const;
export type WarningKind = (typeof WARNING_KINDS)[number];

export function warningsOf(_history: History): readonly Warning[] {
  return [];
}
