/** One line of a page of metrics. */
export interface ExposedSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** The samples of one metric, and what is said of it. */
export interface ExposedFamily {
  readonly name: string;
  /** `counter`, `gauge`, `histogram`, `summary`, …; `unknown` where nothing is said. */
  readonly type: string;
  readonly help: string | undefined;
  readonly unit: string | undefined;
  readonly samples: readonly ExposedSample[];
}

/** What was read, and how many lines were none of the format. */
export interface Exposition {
  readonly families: readonly ExposedFamily[];
  readonly wrongLines: number;
}

type Building = { -readonly [Key in keyof ExposedFamily]: ExposedFamily[Key] } & { samples: ExposedSample[] };

const NAME = /^[a-zA-Z_:][\w:]*/;
const LABEL = /\s*(?:([a-zA-Z_:.][\w:.]*)|"((?:[^"\\]|\\.)*)")\s*(?:=\s*"((?:[^"\\]|\\.)*)")?\s*(,|(?=\}))/sy;
const PARTS = /_(?:total|created|bucket|sum|count|info)$/;

/**
 * Reads a page of metrics in Prometheus' text or OpenMetrics, as every exporter gives it.
 *
 * Timestamps and exemplars are passed over. A line that is no sample is counted and passed over.
 */
export function parseExposition(page: string): Exposition {
  const families = new Map<string, Building>();
  const familyOf = (name: string): Building => {
    const known = families.get(name);
    if (known !== undefined) return known;
    const made: Building = { name, type: 'unknown', help: undefined, unit: undefined, samples: [] };
    families.set(name, made);
    return made;
  };
  let wrongLines = 0;
  for (const line of page.split('\n')) {
    const text = line.trim();
    if (text === '' || text === '# EOF') continue;
    if (text.startsWith('#')) describe(text, familyOf);
    else {
      const sample = parseLine(text);
      if (sample === undefined) wrongLines++;
      else familyOf(familyNameOf(sample.name, families)).samples.push(sample);
    }
  }
  return { families: [...families.values()].filter(({ samples }) => samples.length > 0), wrongLines };
}

function describe(comment: string, familyOf: (name: string) => Building): void {
  const [, word, name, rest = ''] = /^#\s+(TYPE|HELP|UNIT)\s+("(?:[^"\\]|\\.)*"|\S+)\s*(.*)$/s.exec(comment) ?? [];
  if (word === undefined || name === undefined) return;
  const family = familyOf(name.startsWith('"') ? unescape(name.slice(1, -1)) : name);
  if (word === 'TYPE') family.type = rest.toLowerCase();
  else if (word === 'HELP') family.help = unescape(rest);
  else family.unit = rest === '' ? undefined : rest;
}

// Of a histogram, a summary and an OpenMetrics counter the samples have longer names than the family.
function familyNameOf(name: string, families: ReadonlyMap<string, Building>): string {
  if (families.has(name)) return name;
  const stem = name.replace(PARTS, '');
  return families.has(stem) ? stem : name;
}

function parseLine(line: string): ExposedSample | undefined {
  const bare = NAME.exec(line)?.[0] ?? '';
  let at = bare.length;
  let name = bare;
  const labels: Record<string, string> = {};
  if (line.slice(at).trimStart().startsWith('{')) {
    at = line.indexOf('{', at) + 1;
    while (!/^\s*\}/.test(line.slice(at))) {
      LABEL.lastIndex = at;
      const [all, plain, quoted, value] = LABEL.exec(line) ?? [];
      if (all === undefined) return undefined;
      const label = plain ?? unescape(quoted ?? '');
      if (value !== undefined)
        Object.defineProperty(labels, label, { value: unescape(value), enumerable: true, configurable: true });
      else if (quoted !== undefined && name === '') name = label;
      else return undefined;
      at = LABEL.lastIndex;
    }
    at = line.indexOf('}', at) + 1;
  }
  const [word = ''] = line.slice(at).trim().split(/\s+/);
  const value = parseNumber(word);
  return name === '' || value === undefined ? undefined : { name, labels, value };
}

function parseNumber(word: string): number | undefined {
  const special = /^([+-]?)inf(?:inity)?$/i.exec(word);
  if (special !== null) return special[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (/^nan$/i.test(word)) return Number.NaN;
  const value = Number(word);
  return word === '' || Number.isNaN(value) ? undefined : value;
}

function unescape(text: string): string {
  return text.replace(/\\(.)/gs, (_, character: string) => (character === 'n' ? '\n' : character));
}
