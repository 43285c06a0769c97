/** Whether a text has the characters that make it a pattern. */
export function isGlob(text: string): boolean {
  return /[*?[]/.test(text);
}

/**
 * Whether the whole of `text` matches `pattern`: `*` any characters (also `/` and `.`), `?` one, `[abc]`, `[a-z]`,
 * `[!abc]` one of a set; everything else, an unclosed `[` too, is itself.
 *
 * Cost: at most pattern length × text length, whatever the pattern: only the last `*` is ever tried again.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  const items = parseGlob(pattern);
  const characters = Array.from(text);
  let item = 0;
  let at = 0;
  let star: { readonly item: number; at: number } | undefined;
  while (at < characters.length) {
    const wanted = items[item];
    if (wanted === '*') {
      star = { item, at };
      item++;
    } else if (wanted?.(characters[at] ?? '') === true) {
      item++;
      at++;
    } else if (star !== undefined) {
      star.at++;
      item = star.item + 1;
      at = star.at;
    } else return false;
  }
  return items.slice(item).every((rest) => rest === '*');
}

type GlobItem = '*' | ((character: string) => boolean);

function parseGlob(pattern: string): readonly GlobItem[] {
  const items: GlobItem[] = [];
  for (const [token = ''] of pattern.matchAll(/\[!?[^][^\]]*\]|[^]/gu)) {
    if (token === '*') items.push('*');
    else if (token === '?') items.push(() => true);
    else if (token.length > 1 && token.startsWith('[')) items.push(characterSet(token.slice(1, -1)));
    else items.push((character) => character === token);
  }
  return items;
}

function characterSet(set: string): (character: string) => boolean {
  const isNegated = set.startsWith('!') && set.length > 1;
  const ranges = [...(isNegated ? set.slice(1) : set).matchAll(/([^])-([^])|[^]/gu)].map(
    ([single = '', first, last]) => [first ?? single, last ?? single] as const,
  );
  return (character) => ranges.some(([first, last]) => first <= character && character <= last) !== isNegated;
}
