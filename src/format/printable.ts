// C0 and C1 controls, line and paragraph separators, and the marks that reorder text.
const UNPRINTABLE = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;
const UNPRINTABLE_IN_LINES = /(?!\n)[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

/**
 * Text of another process as one line that is safe on a terminal.
 *
 * Every control character becomes its escape (`\n`, `\x1b`, `\u202e`), so
 * nothing that a process puts in a name or value can move the cursor, start an
 * escape sequence or reorder what stands beside it.
 */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, escapeCharacter);
}

/** As {@link printable}, but line feeds stay and tabs become spaces: for whole dumps. */
export function printableLines(text: string): string {
  return text.replaceAll('\t', '    ').replace(UNPRINTABLE_IN_LINES, escapeCharacter);
}

/** Lines as one text. A line feed inside of one becomes `\\n`, so that no name or value can look like a line of its own. */
export function joinLines(lines: readonly string[]): string {
  return lines.map((line) => line.replaceAll('\n', '\\n')).join('\n');
}

/** `text`, cut to `limit` UTF-16 units with `…` as the last when it is longer; never half a surrogate pair. */
export function truncate(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const cut = text.slice(0, Math.max(0, limit - 1));
  return `${cut.isWellFormed() ? cut : cut.slice(0, -1)}…`;
}

function escapeCharacter(character: string): string {
  if (character === '\n') return '\\n';
  if (character === '\r') return '\\r';
  if (character === '\t') return '\\t';
  const code = character.charCodeAt(0);
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}
