import type { FileReading, Sample, TargetSample } from '../source/sample.js';
import { isCounting } from './metric-table.js';

interface EndedFile {
  readonly target: TargetSample;
  readonly file: FileReading;
  readonly goneAtMs: number;
}

/** The counts of files that are no more, so that sums over processes do not go back when one of them ends. A value. */
export interface EndedFiles {
  readonly last: Sample | undefined;
  readonly byPath: ReadonlyMap<string, EndedFile>;
}

/** Before the first sample. */
export const noEndedFiles: EndedFiles = { last: undefined, byPath: new Map() };

/** The counts of a process that has ended are remembered for so long, and those of so many files. */
export const KEEP_ENDED_FILES_MS = 60 * 60_000;
export const MAX_ENDED_FILES = 500;

/** Remembers what the last sample had and this one has no more. */
export function followEnded({ last, byPath }: EndedFiles, sample: Sample): EndedFiles {
  const present = new Set(sample.targets.flatMap(({ files }) => files.map(({ path }) => path)));
  const kept = [...byPath].filter(
    ([path, { goneAtMs }]) => !present.has(path) && sample.atMs - goneAtMs <= KEEP_ENDED_FILES_MS,
  );
  const gone = (last?.targets ?? []).flatMap((target) =>
    target.files
      .filter(({ path, snapshot }) => !present.has(path) && snapshot !== undefined)
      .map((file) => [file.path, { target, file: countsOf(file), goneAtMs: sample.atMs }] as const),
  );
  return { last: sample, byPath: new Map([...kept, ...gone].slice(-MAX_ENDED_FILES)) };
}

/** The processes of the last sample, and those that have ended with the counts that they had at last. */
export function withEnded({ last, byPath }: EndedFiles): readonly TargetSample[] {
  const ended = [...byPath.values()].map(
    ({ target, file }): TargetSample => ({
      ...target,
      state: 'ended',
      stateReason: undefined,
      process: undefined,
      socket: undefined,
      files: [file],
    }),
  );
  return [...(last?.targets ?? []), ...ended];
}

function countsOf(file: FileReading): FileReading {
  const { snapshot } = file;
  if (snapshot === undefined) return file;
  return {
    ...file,
    snapshot: { brokenReason: snapshot.brokenReason, fields: snapshot.fields.filter(({ kind }) => isCounting(kind)) },
  };
}
