import { AGENT_FIELDS } from '../format/agent-fields.js';
import { formatBytes, formatDurationMs, formatShort } from '../units.js';
import type { History, ProcessHistory } from './history.js';
import { explainHost } from './host-trouble.js';
import { rateOver } from './rate.js';
import type { Point } from './series.js';
import { exactPointsOf, firstValueOf, lastValueOf, momentBack, pointsOf, readBack, valueBack } from './timeline.js';
import { sumKey } from './window-quantiles.js';

/** What there are warnings of. */
export type WarningKind =
  | 'loop-blocked'
  | 'loop-busy'
  | 'heap-near-limit'
  | 'much-collection'
  | 'handles-growing'
  | 'file-full'
  | 'updates-dropped'
  | 'file-broken'
  | 'clock-jumped'
  | 'files-stale'
  | 'host-lost';

/** Something that is wrong, or soon will be, in words that explain themselves. */
export interface Warning {
  readonly kind: WarningKind;
  /** `undefined`: it is not about one process. */
  readonly processKey: string | undefined;
  /** One line: what is so, what that means, and what can be done. */
  readonly text: string;
}

const BUSY_UTILIZATION = 0.9;
const BUSY_WINDOW_POINTS = 10;
const busyWindow = new Float64Array(BUSY_WINDOW_POINTS);
const HEAP_SHARE = 0.9;
const COLLECTION_SHARE = 0.1;
const COLLECTION_WINDOW_POINTS = 11;
const COLLECTION_KEYS = ['minor', 'major', 'incremental', 'weakcb', 'other'].map((kind) =>
  sumKey(`nodejs.gc.duration{kind="${kind}"}`),
);
/** So long handles must have done nothing but grow, and by so many. */
const GROWTH_WINDOW_MS = 60_000;
const GROWTH_COUNT = 20;
const CLOCK_JUMP_MS = 1000;
/** A jump of the clock is told for so long. */
const JUMP_SHOWN_MS = 60_000;

type Check = (process: ProcessHistory) => string | undefined;

const CHECKS: Readonly<Partial<Record<WarningKind, Check>>> = {
  'loop-blocked': loopBlocked,
  'loop-busy': loopBusy,
  'heap-near-limit': heapNearLimit,
  'much-collection': muchCollection,
  'handles-growing': handlesGrowing,
  'file-full': fileFull,
  'updates-dropped': updatesDropped,
  'file-broken': fileBroken,
};

/**
 * What is wrong at the moment that a history ends with: process by process, and then what is about none of them.
 *
 * Cost: a few looks into the points of each process, none at all for one without the agent.
 */
export function warningsOf(history: History): readonly Warning[] {
  const processes = [...history.processes.values()].filter(({ latest }) => latest.state !== 'ended');
  const ofProcesses = processes.flatMap((process) =>
    Object.entries(CHECKS).flatMap(([kind, check]) => {
      const text = check(process);
      // The keys of a literal object are those of its type.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      return text === undefined ? [] : [{ kind: kind as WarningKind, processKey: process.key, text }];
    }),
  );
  return [...ofProcesses, ...clockJumped(history, processes[0]), ...filesStale(history), ...hostsLost(history)];
}

function loopBlocked({ latest }: ProcessHistory): string | undefined {
  if (latest.state !== 'stuck') return undefined;
  return `${latest.stateReason ?? 'event loop blocked'}: nothing else runs in it meanwhile`;
}

function loopBusy({ latest, timeline }: ProcessHistory): string | undefined {
  // A loop that does not turn has not measured itself since.
  if (latest.state !== 'live') return undefined;
  readBack(timeline, AGENT_FIELDS.eventLoopUtilization, busyWindow);
  const known = busyWindow.filter((value) => !Number.isNaN(value));
  if (known.length < BUSY_WINDOW_POINTS / 2) return undefined;
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  if (mean <= BUSY_UTILIZATION) return undefined;
  return `event loop busy ${percent(mean)} of the time: whatever comes has to wait its turn`;
}

function heapNearLimit({ timeline }: ProcessHistory): string | undefined {
  const used = numberAt(timeline, AGENT_FIELDS.heapUsed);
  const limit = numberAt(timeline, AGENT_FIELDS.heapLimit);
  if (used === undefined || limit === undefined || limit <= 0 || used / limit <= HEAP_SHARE) return undefined;
  const sizes = `${formatBytes(used)} of ${formatBytes(limit)}`;
  return `heap ${percent(used / limit)} full (${sizes}): at its limit the process aborts; --max-old-space-size raises it`;
}

// Of the main thread: the timers of the others have another key.
function muchCollection(process: ProcessHistory): string | undefined {
  const { timeline } = process;
  // Nearly always so, and then the points between need not be looked at.
  if (!process.isRestarted && hasCollectedLittle(timeline)) return undefined;
  const shares = COLLECTION_KEYS.flatMap(
    (key) => rateOver(exactPointsOf(timeline, key, COLLECTION_WINDOW_POINTS)) ?? [],
  );
  // Milliseconds a second.
  const share = shares.reduce((sum, rate) => sum + rate, 0) / 1000;
  if (share <= COLLECTION_SHARE) return undefined;
  return `garbage collection takes ${percent(share)} of its time: it makes many objects, or its heap is nearly full`;
}

// Half of what would be too much, in the last and the first point of the window alone.
function hasCollectedLittle(timeline: ProcessHistory['timeline']): boolean {
  const back = COLLECTION_WINDOW_POINTS - 1;
  const elapsedMs = (momentBack(timeline, 0)?.atMs ?? 0) - (momentBack(timeline, back)?.atMs ?? 0);
  const grownMs = COLLECTION_KEYS.map(
    (key) => (valueBack(timeline, key, 0) ?? 0) - (valueBack(timeline, key, back) ?? 0),
  );
  const isSure = momentBack(timeline, back) !== undefined && grownMs.every((grown) => grown >= 0);
  return isSure && grownMs.reduce((sum, grown) => sum + grown, 0) < (COLLECTION_SHARE / 2) * elapsedMs;
}

function handlesGrowing({ timeline }: ProcessHistory): string | undefined {
  for (const [label, noun] of [
    ['nodejs.active.handles.total', 'handles'],
    ['process.open.fds', 'open files'],
  ] as const) {
    const last = numberAt(timeline, label) ?? 0;
    // Nearly always so, and then nothing else has to be looked at.
    if (last - (firstValueOf(timeline, label) ?? last) < GROWTH_COUNT) continue;
    const points = pointsOf(timeline, label);
    const grown = growthOf(points);
    if (grown !== undefined)
      return `${noun} only grow: +${grown} in ${ageOf(points)}, none closed; something leaks them`;
  }
  return undefined;
}

function fileFull({ timeline }: ProcessHistory): string | undefined {
  const count = numberAt(timeline, AGENT_FIELDS.withoutRoom) ?? 0;
  if (count === 0) return undefined;
  return `dropped: ${count} ${count === 1 ? 'metric' : 'metrics'} (file full): the stats file has no room for more; fewer label sets and histograms make some`;
}

function updatesDropped({ timeline }: ProcessHistory): string | undefined {
  const dropped = numberAt(timeline, AGENT_FIELDS.dropped) ?? 0;
  if (dropped === 0) return undefined;
  return `dropped: ${dropped} ${dropped === 1 ? 'update' : 'updates'}: a metric has too many label sets (its stderr names it), or a value was no number`;
}

function fileBroken({ latest }: ProcessHistory): string | undefined {
  if (latest.state === 'unreadable') return undefined;
  const broken = latest.files.find(
    ({ reason, snapshot }) => reason !== undefined || snapshot?.brokenReason !== undefined,
  );
  return broken === undefined ? undefined : `${broken.path}: ${broken.reason ?? broken.snapshot?.brokenReason}`;
}

function clockJumped({ atMs, wallMs }: History, process: ProcessHistory | undefined): readonly Warning[] {
  if (process === undefined || atMs === undefined || wallMs === undefined) return [];
  const points = pointsOf(process.timeline, AGENT_FIELDS.heartbeat).filter(
    (point) => point.atMs >= atMs - JUMP_SHOWN_MS,
  );
  for (const [index, point] of points.entries()) {
    const before = points[index - 1];
    if (before === undefined) continue;
    const jumpMs = point.wallMs - before.wallMs - (point.atMs - before.atMs);
    if (Math.abs(jumpMs) < CLOCK_JUMP_MS) continue;
    const by = `${jumpMs > 0 ? '+' : '−'}${formatDurationMs(Math.abs(jumpMs))}`;
    const text = `the system clock was set (${by}): wall-clock times before and after do not fit together; rates do`;
    return [{ kind: 'clock-jumped', processKey: undefined, text }];
  }
  return [];
}

function hostsLost({ hosts, atMs = 0 }: History): readonly Warning[] {
  return hosts.flatMap((host) => {
    const text = explainHost(host, atMs);
    return text === undefined || host.reason === undefined ? [] : [{ kind: 'host-lost', processKey: undefined, text }];
  });
}

function filesStale({ processes }: History): readonly Warning[] {
  const count = [...processes.values()].filter(
    ({ latest, wasAlive }) => latest.state === 'ended' && !wasAlive && latest.files.length > 0,
  ).length;
  if (count === 0) return [];
  const whose = count === 1 ? 'a process that is' : `${count} processes that are`;
  return [{ kind: 'files-stale', processKey: undefined, text: `files of ${whose} gone: porthole clean removes them` }];
}

function growthOf(points: readonly Point[]): number | undefined {
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined || last.atMs - first.atMs < GROWTH_WINDOW_MS) return undefined;
  const known = knownOf(points);
  const isOnlyUp = known.every((value, index) => value >= (known[index - 1] ?? value));
  const grown = (known.at(-1) ?? 0) - (known[0] ?? 0);
  // A program that has just started opens what it needs, and stays there.
  const grownLately = (known.at(-1) ?? 0) - (known[Math.floor(known.length / 2)] ?? 0);
  return isOnlyUp && grown >= GROWTH_COUNT && grownLately >= GROWTH_COUNT / 4 ? grown : undefined;
}

function ageOf(points: readonly Point[]): string {
  return formatDurationMs((points.at(-1)?.atMs ?? 0) - (points[0]?.atMs ?? 0));
}

function knownOf(points: readonly Point[]): readonly number[] {
  return points.flatMap(({ value }) => value ?? []);
}

function numberAt(timeline: ProcessHistory['timeline'], key: string): number | undefined {
  const value = lastValueOf(timeline, key);
  return value === undefined ? undefined : Number(value);
}

function percent(share: number): string {
  return `${formatShort(Math.round(share * 100))}%`;
}
