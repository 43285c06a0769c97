import { PortholeError } from '../errors.js';
import { matchesGlob } from '../glob.js';

/** A metric's name taken apart: `http.requests{method="GET"}`. */
export interface MetricName {
  readonly name: string;
  readonly labels: ReadonlyMap<string, string>;
}

/** How a person chooses metrics: a glob on the name, and globs on labels. */
export interface MetricPattern {
  readonly name: string;
  readonly labels: readonly { readonly label: string; readonly pattern: string; readonly isWanted: boolean }[];
}

const LABEL_SET = /^([^{]*)\{(.*)\}$/s;
const LABEL = /\s*([^\s=!,{}"]+)\s*(!?=)\s*"((?:[^"\\]|\\.)*)"\s*(?:,|$)/gsy;

/** Takes a metric's name apart; a text in braces that is no label set is part of the name. */
export function parseMetricName(text: string): MetricName {
  const parsed = parseBraces(text);
  if (parsed === undefined || parsed.labels.some(({ sign }) => sign !== '=')) return { name: text, labels: new Map() };
  return { name: parsed.name, labels: new Map(parsed.labels.map(({ label, value }) => [label, value])) };
}

/**
 * Understands a `METRIC` argument: `http.*`, `http.requests{status="5*"}`, `…{method!="GET"}`.
 *
 * @throws PortholeError `wrong-usage` when the braces hold something else.
 */
export function parseMetricPattern(text: string): MetricPattern {
  const parsed = parseBraces(text);
  if (parsed === undefined) {
    if (!text.includes('{')) return { name: text, labels: [] };
    throw new PortholeError('wrong-usage', `${text}: in braces stands label="value", with commas between`);
  }
  const labels = parsed.labels.map(({ label, sign, value }) => ({ label, pattern: value, isWanted: sign === '=' }));
  return { name: parsed.name, labels };
}

/** Whether a pattern chooses the metric of this name. A pattern without labels chooses all label sets of a name. */
export function matchesMetric({ name, labels }: MetricPattern, metric: string): boolean {
  const wanted = parseMetricName(metric);
  // The name of a neighbour's metric may have braces that mean nothing.
  if (!matchesGlob(name, wanted.name) && !(labels.length === 0 && matchesGlob(name, metric))) return false;
  return labels.every(
    ({ label, pattern, isWanted }) => matchesGlob(pattern, wanted.labels.get(label) ?? '') === isWanted,
  );
}

interface ParsedBraces {
  readonly name: string;
  readonly labels: readonly { readonly label: string; readonly sign: string; readonly value: string }[];
}

function parseBraces(text: string): ParsedBraces | undefined {
  const [, name, inner] = LABEL_SET.exec(text) ?? [];
  if (name === undefined || inner === undefined) return undefined;
  const found = [...inner.matchAll(LABEL)];
  if (found.reduce((length, [all]) => length + all.length, 0) !== inner.length) return undefined;
  const labels = found.map(([, label = '', sign = '', value = '']) => ({ label, sign, value: unescape(value) }));
  return { name, labels };
}

function unescape(value: string): string {
  return value.replace(/\\(.)/gs, (_, character: string) => (character === 'n' ? '\n' : character));
}
