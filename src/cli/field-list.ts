import { isGlob } from '../glob.js';
import { type MetricPattern, matchesMetric, parseMetricName, parseMetricPattern } from '../model/metric-pattern.js';

/** One FIELD of `poll`. */
export interface PolledField {
  readonly text: string;
  readonly pattern: MetricPattern;
  /** A glob on the name makes a column of each name that it matches; all else is one column. */
  readonly isGlob: boolean;
}

/**
 * Understands `FIELD,FIELD…`: names, globs, label matchers in braces, in which commas part no fields.
 *
 * @param prefix Stands before each, as pollstats' `-p`.
 * @throws PortholeError `wrong-usage` for braces that hold no matchers.
 */
export function parseFieldList(text: string, prefix = ''): readonly PolledField[] {
  const parts = text.match(/(?:\{(?:"(?:[^"\\]|\\.)*"|[^"}])*\}|[^,])+/gs) ?? [];
  return parts.map((part) => parseField(`${prefix}${part.trim()}`));
}

/** One of them. @throws PortholeError `wrong-usage` for braces that hold no matchers. */
export function parseField(text: string): PolledField {
  const pattern = parseMetricPattern(text);
  return { text, pattern, isGlob: isGlob(pattern.name) };
}

/** The title of the column in which a metric belongs; `undefined` when the field does not choose it. */
export function columnOf(field: PolledField, label: string): string | undefined {
  if (!matchesMetric(field.pattern, label)) return undefined;
  return field.isGlob ? parseMetricName(label).name : field.text;
}
