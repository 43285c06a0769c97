import { isGlob, matchesGlob } from '../glob.js';
import { matchesMetric, parseMetricPattern } from './metric-pattern.js';
import type { ProcessRow } from './process-table.js';

/**
 * What a filter's text chooses: as a `METRIC` argument where it has `*`, `?`, `[` or braces, else every name with the
 * text in it, capitals or not. A leading `!` turns it round.
 *
 * A text whose braces are not closed yet chooses by what stands before them.
 */
export function metricFilter(text: string): (label: string) => boolean {
  return inverted(text, (wanted) => {
    if (wanted === '') return () => true;
    if (!isGlob(wanted) && !wanted.includes('{')) return containing(wanted);
    const pattern = parseWhatIsThere(wanted);
    return (label) => matchesMetric(pattern, label);
  });
}

/** What a filter's text chooses of the processes: by name or by pid. */
export function processFilter(text: string): (row: ProcessRow) => boolean {
  return inverted(text, (wanted) => {
    if (wanted === '') return () => true;
    const matches = isGlob(wanted) ? (name: string) => matchesGlob(wanted, name) : containing(wanted);
    return ({ name, pid }) => matches(name) || matches(String(pid));
  });
}

/** What a filter's text chooses of lines of text. */
export function textFilter(text: string): (line: string) => boolean {
  return inverted(text, (wanted) => (isGlob(wanted) ? (line) => matchesGlob(`*${wanted}*`, line) : containing(wanted)));
}

function inverted<T>(text: string, filterOf: (wanted: string) => (value: T) => boolean): (value: T) => boolean {
  if (!text.startsWith('!')) return filterOf(text);
  const rest = text.slice(1);
  const chosen = filterOf(rest);
  return rest === '' ? chosen : (value) => !chosen(value);
}

function containing(text: string): (name: string) => boolean {
  const wanted = text.toLowerCase();
  return (name) => name.toLowerCase().includes(wanted);
}

function parseWhatIsThere(text: string) {
  try {
    return parseMetricPattern(text);
  } catch {
    return parseMetricPattern(text.slice(0, text.indexOf('{')) || '*');
  }
}
