import { statSync } from 'node:fs';
import type { CheckedValue } from '../export/plugin-output.js';
import { AGENT_FIELDS } from '../format/agent-fields.js';
import { findNumber } from '../format/find-field.js';
import type { FileReading, Sample, TargetSample } from '../source/sample.js';

/** What `check` knows of processes themselves, under names that no program has. */
export const PROCESS_CHECKS: Readonly<Record<string, (sample: Sample) => CheckedValue>> = {
  'porthole.processes': countProcesses,
  'porthole.stuck': longestStuck,
  'porthole.age': oldestSign,
};

function countProcesses({ targets }: Sample): CheckedValue {
  const value = targets.filter(({ state }) => state !== 'ended').length;
  return { label: 'porthole.processes', value, unit: undefined, min: 0 };
}

/** For how long the event loop of a process has not turned: the longest of all, 0 where all turn. */
function longestStuck({ targets, atMs }: Sample): CheckedValue {
  const living = targets.filter(({ state }) => state === 'live' || state === 'stuck');
  const stuck = living
    .map((target) => ({ target, seconds: stuckSeconds(target, atMs) }))
    .toSorted((a, b) => (b.seconds ?? Number.POSITIVE_INFINITY) - (a.seconds ?? Number.POSITIVE_INFINITY));
  const [worst] = stuck;
  const note = worst === undefined || worst.seconds === 0 ? undefined : describe(worst.target);
  return { label: 'porthole.stuck', value: worst?.seconds, unit: 's', min: 0, note };
}

/** How long ago a process last gave a sign: its heartbeat, else the last time its file was written to. */
function oldestSign({ targets, atMs, wallMs }: Sample): CheckedValue {
  const ages = targets.flatMap(({ files }) => {
    const newest = files.flatMap((file) => ageSeconds(file, atMs, wallMs) ?? []);
    return newest.length === 0 ? [] : [Math.min(...newest)];
  });
  const value = ages.length === 0 ? undefined : Math.max(...ages);
  return { label: 'porthole.age', value, unit: 's', min: 0 };
}

// Unknown of one that a signal has stopped, and that never wrote a heartbeat.
function stuckSeconds({ state, files }: TargetSample, atMs: number): number | undefined {
  if (state !== 'stuck') return 0;
  const beats = files.map(({ snapshot }) => findNumber(snapshot, AGENT_FIELDS.heartbeat) ?? 0);
  const last = Math.max(0, ...beats);
  return last > 0 ? Math.max(0, atMs - last) / 1000 : undefined;
}

function ageSeconds({ path, snapshot }: FileReading, atMs: number, wallMs: number): number | undefined {
  const heartbeatMs = findNumber(snapshot, AGENT_FIELDS.heartbeat) ?? 0;
  // A heartbeat beyond now is of another boot.
  if (heartbeatMs > 0 && heartbeatMs <= atMs) return (atMs - heartbeatMs) / 1000;
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? undefined : Math.max(0, wallMs - stat.mtimeMs) / 1000;
}

function describe({ name, target, stateReason }: TargetSample): string {
  return `${name} ${target.pid}: ${stateReason ?? 'stuck'}`;
}
