import { parseArgs } from 'node:util';
import { messageOf, PortholeError } from '../errors.js';
import type { Thresholds } from '../export/plugin-output.js';
import { AGGREGATORS, type Aggregator } from '../model/aggregate.js';
import { parseAlertRange } from '../model/threshold.js';

/** What `porthole check` was asked. */
export interface CheckOptions extends Thresholds {
  readonly metric: string;
  readonly targets: readonly string[];
  readonly dirs: readonly string[];
  readonly isRate: boolean;
  /** Without it: counts and rates are added up, and of anything else the largest is taken. */
  readonly aggregate: Aggregator | undefined;
  /** From 0 to 1. */
  readonly quantile: number | undefined;
  /** Sample twice, so long apart. */
  readonly windowMs: number | undefined;
  readonly timeoutMs: number;
  /** Say of which processes the values are. */
  readonly isVerbose: boolean;
  readonly json: boolean;
}

/** Help and version are asked for as of every plugin. */
export type CheckRequest = { readonly ask: 'help' | 'version' } | ({ readonly ask: 'check' } & CheckOptions);

// That of the plugins themselves.
const DEFAULT_TIMEOUT_S = 10;

/**
 * Understands the arguments behind `porthole check`.
 *
 * Without commander, which takes a third of the time that a check may take to start.
 *
 * @throws PortholeError `wrong-usage`.
 */
export function parseCheckArguments(args: readonly string[]): CheckRequest {
  const { values, positionals } = parse(args);
  if (values.help === true) return { ask: 'help' };
  if (values.version === true) return { ask: 'version' };
  const [metric, ...targets] = positionals;
  if (metric === undefined) throw wrong('say which METRIC to check: porthole check http.errors -w 10 -c 50');
  const quantile = values.quantile === undefined ? undefined : parseNumber('--quantile', values.quantile);
  if (quantile !== undefined && !(quantile >= 0 && quantile <= 1)) throw wrong('--quantile takes a number from 0 to 1');
  if (quantile !== undefined && values.rate === true) throw wrong('--rate and --quantile do not go together');
  const windowS = values.window === undefined ? undefined : parseSeconds('--window', values.window);
  const timeoutS = values.timeout === undefined ? DEFAULT_TIMEOUT_S : parseSeconds('--timeout', values.timeout);
  return {
    ask: 'check',
    metric,
    targets,
    dirs: values.dir ?? [],
    isRate: values.rate ?? false,
    aggregate: values.aggregate === undefined ? undefined : parseAggregator(values.aggregate),
    quantile,
    windowMs: windowS === undefined ? undefined : windowS * 1000,
    timeoutMs: timeoutS * 1000,
    warning: values.warning === undefined ? undefined : parseAlertRange(values.warning),
    critical: values.critical === undefined ? undefined : parseAlertRange(values.critical),
    isVerbose: (values.verbose ?? []).length > 0,
    json: values.json ?? false,
  };
}

/** What the two parsers share: the words and what they take. */
const OPTIONS = {
  warning: { type: 'string', short: 'w' },
  critical: { type: 'string', short: 'c' },
  rate: { type: 'boolean' },
  aggregate: { type: 'string' },
  quantile: { type: 'string' },
  window: { type: 'string' },
  timeout: { type: 'string', short: 't' },
  verbose: { type: 'boolean', short: 'v', multiple: true },
  dir: { type: 'string', multiple: true },
  color: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'V' },
} as const;

function parse(
  args: readonly string[],
): ReturnType<typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true }>> {
  try {
    return parseArgs({ args: joinRanges(args), options: OPTIONS, allowPositionals: true, strict: true });
  } catch (thrown) {
    throw new PortholeError('wrong-usage', messageOf(thrown).split('. ')[0] ?? '', { cause: thrown });
  }
}

// A range may start with a minus (`-w -5:5`), which parseArgs takes for an option of its own.
function joinRanges(args: readonly string[]): string[] {
  const joined: string[] = [];
  for (const arg of args) {
    const last = joined.at(-1) ?? '';
    if (/^-[wc]$/.test(last) && /^-[\d.]/.test(arg)) joined[joined.length - 1] = `${last}${arg}`;
    else if (/^--(warning|critical)$/.test(last) && /^-[\d.]/.test(arg)) joined[joined.length - 1] = `${last}=${arg}`;
    else joined.push(arg);
  }
  return joined;
}

function parseNumber(option: string, text: string): number {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number)) throw wrong(`${option} takes a number, not ${text}`);
  return number;
}

function parseSeconds(option: string, text: string): number {
  const seconds = parseNumber(option, text);
  if (!(seconds > 0 && seconds <= 86_400)) throw wrong(`${option} takes a number of seconds above 0, not ${text}`);
  return seconds;
}

function parseAggregator(text: string): Aggregator {
  const found = AGGREGATORS.find((aggregator) => aggregator === text);
  if (found === undefined) throw wrong(`--aggregate takes one of ${AGGREGATORS.join(' ')}, not ${text}`);
  return found;
}

function wrong(message: string): PortholeError {
  return new PortholeError('wrong-usage', message);
}
