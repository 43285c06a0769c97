import { AGENT_FIELDS } from '../format/agent-fields.js';
import { formatDurationMs } from '../units.js';
import type { History, ProcessHistory } from './history.js';
import { lastValueOf } from './timeline.js';

/** Something that happened to a process. */
export interface LogEntry {
  readonly kind: 'started' | 'ended' | 'restarted' | 'stalled' | 'recovered' | 'unreadable' | 'dumped';
  readonly wallMs: number;
  readonly processKey: string;
  readonly pid: number;
  readonly name: string;
  /** What else is to be said of it; may be empty. */
  readonly detail: string;
}

/**
 * What happened to processes between two moments of one history, in the order of the processes.
 *
 * What was there at the first sample has not started then; what runs without the agent comes and goes unsaid.
 */
export function eventsBetween(before: History, after: History): readonly LogEntry[] {
  if (before.atMs === undefined || after.wallMs === undefined) return [];
  const { wallMs } = after;
  return [...after.processes.values()].flatMap((process) =>
    eventsOf(before.processes.get(process.key), process, wallMs),
  );
}

/**
 * The processes of which there is something new to hear about their stalls since an earlier moment: one was counted, went
 * on or ended, or the process itself has ended and had some. In the order of the processes.
 */
export function stallNews(before: History, after: History): readonly string[] {
  if (before.atMs === undefined) return [];
  return [...after.processes.values()].flatMap((process) => {
    const then = before.processes.get(process.key);
    const [count, last] = stallNumbers(process);
    const [countThen = 0, lastThen] = then === undefined ? [] : stallNumbers(then);
    if (then !== undefined && then.latest.state !== 'ended' && process.latest.state === 'ended') {
      return countThen > 0 ? [process.key] : [];
    }
    return count !== undefined && (count > countThen || (count > 0 && last !== lastThen)) ? [process.key] : [];
  });
}

// A stall that began and ended between two samples, or was over before its heartbeat was missed.
function shortStall(
  before: ProcessHistory,
  after: ProcessHistory,
  entry: (kind: LogEntry['kind'], detail: string) => readonly LogEntry[],
): readonly LogEntry[] {
  const [countBefore] = stallNumbers(before);
  const [count, lastMs = 0] = stallNumbers(after);
  if (count === undefined || countBefore === undefined || count <= countBefore) return [];
  return entry('stalled', `event loop stood still for ${formatDurationMs(lastMs)}`);
}

function stallNumbers({ timeline }: ProcessHistory): readonly [count: number | undefined, lastMs: number | undefined] {
  const number = (label: string): number | undefined => {
    const value = lastValueOf(timeline, label);
    return value === undefined ? undefined : Number(value);
  };
  return [number(AGENT_FIELDS.stalls), number(AGENT_FIELDS.stallLast)];
}

function eventsOf(before: ProcessHistory | undefined, process: ProcessHistory, wallMs: number): readonly LogEntry[] {
  const { key, latest } = process;
  const { state, stateReason, name, target } = latest;
  const entry = (kind: LogEntry['kind'], detail = ''): readonly LogEntry[] => [
    { kind, wallMs, processKey: key, pid: target.pid, name, detail },
  ];
  if (before === undefined) return state === 'live' ? entry('started') : [];
  const was = before.latest;
  if (was.target.pid !== target.pid) return entry('restarted', `was pid ${was.target.pid}`);
  if (was.state === state) return state === 'live' ? shortStall(before, process, entry) : [];
  switch (state) {
    case 'ended':
      return entry('ended', stateReason);
    case 'stuck':
      return entry('stalled', stateReason);
    case 'unreadable':
      return entry('unreadable', stateReason);
    default:
      return was.state === 'stuck' ? entry('recovered') : [];
  }
}
