/** How much is shown of what a program publishes: each shows what those before it show. */
export const VERBOSITIES = ['info', 'diag', 'debug'] as const;
export type Verbosity = (typeof VERBOSITIES)[number];

/** What a program says of itself, and what Node says of it. */
export const DEFAULT_VERBOSITY: Verbosity = 'diag';

/** What every Node program has: it tells how it is, and not what it does. */
const RUNTIME_PREFIXES = ['nodejs.', 'process.', 'porthole.'];
/** Who it is, for other programs to read. */
const IDENTITY_PREFIXES = ['sys.', 'org.'];

/** From which verbosity on a metric is shown: its own from `info`, the runtime's from `diag`, who it is at `debug`. */
export function verbosityOf(label: string): Verbosity {
  if (IDENTITY_PREFIXES.some((prefix) => label.startsWith(prefix))) return 'debug';
  return RUNTIME_PREFIXES.some((prefix) => label.startsWith(prefix)) ? 'diag' : 'info';
}

/** Whether a metric is shown at a verbosity. */
export function isShownAt(label: string, verbosity: Verbosity): boolean {
  return VERBOSITIES.indexOf(verbosityOf(label)) <= VERBOSITIES.indexOf(verbosity);
}
