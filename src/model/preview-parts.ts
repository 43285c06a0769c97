import type { Local } from '../format/stack-dump.js';

// `{a: 1}`, `Shop {a: 1}`, `[1, 2]`, `Map(2) {a => 1}`; a remark may follow. The words for what was not read are no list.
const STRUCTURE = /^(?:[\p{ID_Continue}$.#]{1,100}(?:\(\d+\))? )?(?<open>[{[])(?<inside>.*)$/su;
const WORDS = /^\[(?:redacted|getter|function|not available|error|bigint|not read)\]/;
const END = /[\]}](?: \([^()]*\))?$/;

/** Whether a value's preview says that there is something in it: properties, elements, entries. */
export function hasParts(value: string): boolean {
  const inside = WORDS.test(value) ? undefined : STRUCTURE.exec(value)?.groups?.['inside'];
  return inside !== undefined && inside.replace(END, '').trim() !== '';
}

/**
 * What is in a value, as far as its preview tells: one line for each property, element or entry.
 *
 * A preview is text: a string in it that looks like the end of a string and the next property is read as those.
 *
 * @returns Empty for a value that has nothing in it, or is no object.
 */
export function previewParts(value: string): readonly Local[] {
  const groups = WORDS.test(value) ? undefined : STRUCTURE.exec(value)?.groups;
  if (groups === undefined) return [];
  const inside = (groups['inside'] ?? '').replace(END, '').trim();
  if (inside === '') return [];
  const isList = groups['open'] === '[';
  return splitParts(inside).map((part, index) => namePart(part, isList ? index : undefined));
}

// At each comma that stands outside of a string.
function splitParts(text: string): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "'") isQuoted = isQuoted ? !isStringEnd(text, at) : isStringStart(text, at);
    else if (!isQuoted && text.startsWith(', ', at)) {
      parts.push(text.slice(start, at));
      start = at + 2;
    }
  }
  return [...parts, text.slice(start)];
}

function isStringStart(text: string, at: number): boolean {
  return at === 0 || /(?:, |: |=> )$/.test(text.slice(Math.max(0, at - 3), at));
}

function isStringEnd(text: string, at: number): boolean {
  const rest = text.slice(at + 1, at + 5);
  return rest === '' || rest.startsWith(', ') || rest.startsWith(' => ');
}

function namePart(part: string, index: number | undefined): Local {
  if (part === '…') return { name: '…', value: 'more, that the dump does not have' };
  const [, name, value] = /^('.*?'|[^:']*?)(?:: | => )(.*)$/s.exec(part) ?? [];
  if (name !== undefined && value !== undefined && !(index !== undefined && part.startsWith("'")))
    return { name, value };
  return { name: index === undefined ? '' : String(index), value: part };
}
