import type { TargetSample } from '../source/sample.js';
import { fieldKeys, fieldsOf } from './metric-key.js';

/** The values of a process's texts, by metric key: oldest first, one for each change. */
export type PastTexts = ReadonlyMap<string, readonly TextChange[]>;

/** A text from one moment on; monotonic. */
interface TextChange {
  readonly atMs: number;
  readonly value: string;
}

// Versions and names do not change; of what does, the last few are worth their memory: at most 4 MiB a process.
const MAX_CHANGES = 20;
const MAX_TEXTS = 200;
const MAX_CHARACTERS = 1000;

/** The texts with those of one more sample. Cost: one look at each field; nothing is made while no text changes. */
export function appendTexts(texts: PastTexts, found: TargetSample, atMs: number): PastTexts {
  let next: Map<string, readonly TextChange[]> | undefined;
  const [keys, fields] = [fieldKeys(found), fieldsOf(found)];
  for (let index = 0; index < fields.length; index++) {
    const value = fields[index]?.value;
    if (typeof value !== 'string' || value.length > MAX_CHARACTERS) continue;
    const key = keys[index] ?? '';
    const changes = texts.get(key);
    if (changes?.at(-1)?.value === value || (changes === undefined && (next ?? texts).size >= MAX_TEXTS)) continue;
    next ??= new Map(texts);
    next.set(key, [...(changes ?? []).slice(1 - MAX_CHANGES), { atMs, value }]);
  }
  return next ?? texts;
}

/** A text as it was at a moment; the oldest that is kept when the moment is before that, `undefined` when none is. */
export function textAt(texts: PastTexts, key: string, atMs: number): string | undefined {
  const changes = texts.get(key);
  return (changes?.findLast((change) => change.atMs <= atMs) ?? changes?.[0])?.value;
}
