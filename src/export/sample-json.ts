import type { StatsField } from '../format/stats-decode.js';
import type { FileReading, Sample, TargetSample } from '../source/sample.js';
import { jsonValue } from './json-value.js';

/**
 * A whole sample as JSON, for another porthole to read with `parseSample`: nothing is rounded or left out.
 *
 * Size: about 150 bytes a metric, and a histogram with two characters and more for each bucket of its range.
 */
export function sampleJson({ atMs, wallMs, targets, searched }: Sample): object {
  return { version: 1, atMs, wallMs, searched, targets: targets.map(targetJson) };
}

function targetJson({ files, ...target }: TargetSample): object {
  return { ...target, files: files.map(fileJson) };
}

function fileJson({ snapshot, ...file }: FileReading): object {
  if (snapshot === undefined) return file;
  return { ...file, brokenReason: snapshot.brokenReason, fields: snapshot.fields.map(fieldJson) };
}

function fieldJson({ value, ...field }: StatsField): object {
  return { ...field, value: jsonValue(value) };
}
