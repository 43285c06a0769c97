/** What stands for each sign of the screen where the terminal knows only ASCII; every other is a question mark. */
const REPLACEMENTS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '-': '─━╌–—╴╶▾',
    '|': '│┃┆╵╷┤├▏▐▌',
    '+': '┏┓┗┛┼▸',
    '.': '╭╮·░',
    "'": '╰╯’‘',
    ':': '┊',
    '*': '●•',
    '!': '▲',
    o: '○',
    x: '✝×',
    '@': '↻',
    '~': '…',
    '>': '›→▸',
    '<': '‹←',
    '^': '↑',
    v: '↓▾',
    _: '▁',
    ',': '▂',
    '=': '▄▅',
    i: '▃',
    '#': '▇█',
    H: '▆',
    u: 'µ',
    '"': '“”„',
  }).flatMap(([ascii, signs]) => Array.from(signs, (sign) => [sign, ascii] as const)),
);

const NOT_ASCII = /[\u0080-\u{10ffff}]/gu;

/** A text of the screen in ASCII, each character in the columns that it had. */
export function toAscii(text: string, widthOf: (character: string) => number): string {
  return text.replace(NOT_ASCII, (character) => REPLACEMENTS.get(character) ?? '?'.repeat(widthOf(character)));
}
