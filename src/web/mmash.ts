import { basename } from 'node:path';
import { jsonValue } from '../export/json-value.js';
import type { StatsValue } from '../format/stats-decode.js';
import { matchesGlob } from '../glob.js';
import { groupBy } from '../group-by.js';
import { AGGREGATORS, aggregateValues } from '../model/aggregate.js';
import type { FileReading, TargetSample } from '../source/sample.js';
import { type Answer, errorAnswer, jsonAnswer } from './answer.js';

/** `/stats/`: the labels that there are. `/stats/NAME`: the values of all labels that start so, one a file. */
export function answerStats(name: string, query: URLSearchParams, targets: readonly TargetSample[]): Answer {
  const glob = query.get('glob');
  if (glob !== null && !isFileGlob(glob)) return badGlob(glob);
  const files = filesOf(targets).filter(({ path }) => glob === null || matchesGlob(glob, basename(path)));
  const values = valuesByLabel(files);
  if (name === '') return jsonAnswer({ stats: [...values.keys()].toSorted() });
  const isExact = ['1', 'true', 'yes'].includes(query.get('exact') ?? '');
  const chosen = [...values].filter(([label]) => (isExact ? label === name : label.startsWith(name)));
  const how = AGGREGATORS.find((aggregator) => aggregator === query.get('aggr'));
  // As in mmash, an aggregation that is not known is none.
  if (how === undefined)
    return jsonAnswer(Object.fromEntries(chosen.map(([label, all]) => [label, all.map(jsonValue)])));
  const aggregated = chosen.flatMap(([label, all]) => {
    const value = aggregateValues(all, how);
    return value === undefined ? [] : [[label, jsonValue(value)] as const];
  });
  const isInVain = chosen.length > 0 && aggregated.length === 0;
  if (isInVain) return errorAnswer(400, `${name}: there is nothing of which ${how} could be taken`);
  return jsonAnswer(Object.fromEntries(aggregated));
}

/** `/files/`, `/files/GLOB`: the files that have a metric. */
export function answerFiles(glob: string, targets: readonly TargetSample[]): Answer {
  if (glob !== '' && !isFileGlob(glob)) return badGlob(glob);
  const paths = filesOf(targets).map(({ path }) => path);
  return jsonAnswer({ files: paths.filter((path) => glob === '' || matchesGlob(glob, basename(path))) });
}

// A pattern on names: it leads into no other folder.
function isFileGlob(glob: string): boolean {
  return !glob.includes('/') && glob !== '..';
}

function badGlob(glob: string): Answer {
  return errorAnswer(400, `${glob}: a glob is on the names of files, without a folder`);
}

function filesOf(targets: readonly TargetSample[]): readonly FileReading[] {
  return targets.flatMap(({ files }) => files).filter(({ snapshot }) => (snapshot?.fields.length ?? 0) > 0);
}

function valuesByLabel(files: readonly FileReading[]): ReadonlyMap<string, readonly StatsValue[]> {
  const fields = files.flatMap(({ snapshot }) => snapshot?.fields ?? []);
  return new Map(
    [...groupBy(fields, ({ label }) => label)].map(([label, all]) => [label, all.map(({ value }) => value)]),
  );
}
