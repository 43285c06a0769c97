import { AGENT_FIELDS } from '../../format/agent-fields.js';
import { findNumber } from '../../format/find-field.js';
import type { RecordedStalls } from '../../format/recording/records.js';
import type { Stall, StallReport } from '../../format/stalls.js';
import type { Sample, TargetSample } from '../../source/sample.js';
import { readStallsFile } from '../../source/stalls-file.js';
import { targetKey } from '../../target.js';

interface Followed {
  /** What the process counts; the file is read when that has changed. */
  readonly signs: string;
  /** When the last stall began that was handed on. */
  readonly lastWallMs: number;
}

/** Finds the stalls that are over since the last look, in the files that the agents leave: no process is asked. */
export class NewStalls {
  readonly #hasLocals: boolean;
  #followed: ReadonlyMap<string, Followed> = new Map();

  constructor(hasLocals: boolean) {
    this.#hasLocals = hasLocals;
  }

  /** Those of before the first look are handed on too: there are 20 of a process at most. */
  look({ targets, atMs, wallMs }: Sample): readonly RecordedStalls[] {
    const followed = new Map<string, Followed>();
    const found = targets.flatMap((target) => {
      const key = targetKey(target.target);
      const before = this.#followed.get(key) ?? { signs: '', lastWallMs: 0 };
      const signs = signsOf(target);
      const report = signs === before.signs || signs === '' ? undefined : this.#readNew(target, before.lastWallMs);
      const lastWallMs = report?.stalls.at(-1)?.startedWallMs ?? before.lastWallMs;
      followed.set(key, { signs, lastWallMs });
      return report === undefined ? [] : [{ atMs, wallMs, report }];
    });
    this.#followed = followed;
    return found;
  }

  #readNew(target: TargetSample, lastWallMs: number): StallReport | undefined {
    const report = readStallsFile(target)?.report;
    // The one that a process died in is over too.
    const isOver = ({ isLasting }: Stall): boolean => !isLasting || target.state === 'ended';
    const stalls = report?.stalls.filter((stall) => stall.startedWallMs > lastWallMs && isOver(stall)) ?? [];
    if (report === undefined || stalls.length === 0) return undefined;
    return { ...report, stalls: this.#hasLocals ? stalls : stalls.map(withoutLocals) };
  }
}

/** Empty of a process that has had no stall. */
function signsOf({ state, files }: TargetSample): string {
  const { snapshot } = files.find((file) => (findNumber(file.snapshot, AGENT_FIELDS.stalls) ?? 0) > 0) ?? {};
  const count = findNumber(snapshot, AGENT_FIELDS.stalls);
  if (count === undefined) return '';
  return `${state} ${count} ${findNumber(snapshot, AGENT_FIELDS.stallLast)}`;
}

function withoutLocals(stall: Stall): Stall {
  const stacks = stall.stacks.map((stack) => ({
    ...stack,
    frames: stack.frames.map((frame) => ({ ...frame, locals: undefined })),
  }));
  return { ...stall, stacks };
}
