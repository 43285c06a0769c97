import { widthOf } from './fit.js';

/**
 * A text as lines of at most `width` columns, broken at spaces; the lines after the first begin with `indent` spaces.
 *
 * A word that is longer than a line stays whole: whoever draws it cuts it. At least one line.
 */
export function wrap(text: string, width: number, indent = 0): readonly string[] {
  const lines: string[] = [];
  let line: string | undefined;
  for (const word of text.split(' ')) {
    const longer: string = line === undefined ? word : `${line} ${word}`;
    if (line === undefined || line.trim() === '' || widthOf(longer) <= width) line = longer;
    else {
      lines.push(line);
      line = ' '.repeat(indent) + word;
    }
  }
  return [...lines, line ?? ''];
}
