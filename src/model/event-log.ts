import type { History, ProcessHistory } from './history.js';

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

function eventsOf(before: ProcessHistory | undefined, { key, latest }: ProcessHistory, wallMs: number) {
  const { state, stateReason, name, target } = latest;
  const entry = (kind: LogEntry['kind'], detail = ''): readonly LogEntry[] => [
    { kind, wallMs, processKey: key, pid: target.pid, name, detail },
  ];
  if (before === undefined) return state === 'live' ? entry('started') : [];
  const was = before.latest;
  if (was.target.pid !== target.pid) return entry('restarted', `was pid ${was.target.pid}`);
  if (was.state === state) return [];
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
