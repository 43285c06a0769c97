import { groupBy } from '../group-by.js';
import type { ProcessState } from '../source/sample.js';
import { aggregateValues } from './aggregate.js';
import { applicationOf } from './groups.js';
import type { ProcessRow } from './process-table.js';
import { type ProcessColumn, sortProcesses } from './row-order.js';
import { groupKey, threadKey } from './scope.js';
import type { ThreadFile } from './threads.js';

/** A line of the list of processes: a program that runs several times, a process, or one of its threads. */
export interface TreeLine {
  readonly type: 'group' | 'process' | 'thread';
  /** The key of its scope. */
  readonly key: string;
  /** What stands in its columns: of a group the sums, of a thread what its file says. */
  readonly row: ProcessRow;
  /** The process itself, or that of the thread; of a group the one that needs a look first. */
  readonly process: ProcessRow;
  /** How many lines it stands below a program. */
  readonly depth: 0 | 1 | 2;
  /** `undefined`: there is nothing below it. */
  readonly isOpen: boolean | undefined;
  /** Of a group: all its processes, chosen or not. */
  readonly members: readonly ProcessRow[];
  /** Of a group: how many of them the filter chose. */
  readonly chosenCount: number;
}

/** How the lines are made. */
export interface TreeChoice {
  /** Neither groups nor threads. */
  readonly isFlat: boolean;
  /** Keys of what is open. */
  readonly open: ReadonlySet<string>;
  /** `undefined`: in the order in which they come. */
  readonly sort: ProcessColumn | undefined;
  readonly isInverted: boolean;
  readonly threadsOf: (row: ProcessRow) => readonly ThreadFile[];
}

/**
 * The lines of the list.
 *
 * Processes of one program make a group where there are two of them or more. A group is sorted by its sums among the
 * others, and its processes within it. One of which a filter chose only some is open, so that they are seen.
 *
 * Cost: one step a process, beside the sorting.
 */
export function treeLines(
  all: readonly ProcessRow[],
  chosen: readonly ProcessRow[],
  choice: TreeChoice,
): readonly TreeLine[] {
  const { sort, isInverted } = choice;
  const sorted = (rows: readonly ProcessRow[]): readonly ProcessRow[] =>
    sort === undefined ? rows : sortProcesses(rows, sort, isInverted);
  if (choice.isFlat) return sorted(chosen).map((row) => processLine(row, 0, undefined));
  const members = groupBy(all, ({ name }) => applicationOf(name));
  const wanted = groupBy(chosen, ({ name }) => applicationOf(name));
  const groups = new Map<string, readonly ProcessRow[]>();
  const tops = [...wanted].flatMap(([application, rows]) => {
    const whole = members.get(application) ?? rows;
    if (whole.length < 2) return rows;
    const group = sumRow(application, whole);
    groups.set(group.key, whole);
    return [group];
  });
  return sorted(inOrder(tops, chosen)).flatMap((row) => {
    const whole = groups.get(row.key);
    if (whole === undefined) return withThreads(row, 0, choice);
    const rows = wanted.get(row.name) ?? [];
    const isOpen = choice.open.has(row.key) || rows.length < whole.length;
    const group = { type: 'group', key: row.key, row, process: leadOf(whole), depth: 0, isOpen } as const;
    const line: TreeLine = { ...group, members: whole, chosenCount: rows.length };
    return isOpen ? [line, ...sorted(rows).flatMap((member) => withThreads(member, 1, choice))] : [line];
  });
}

// A group stands where the first of its processes would.
function inOrder(tops: readonly ProcessRow[], chosen: readonly ProcessRow[]): readonly ProcessRow[] {
  const places = new Map<string, number>();
  for (const [index, row] of chosen.entries()) {
    const application = applicationOf(row.name);
    places.set(row.key, index);
    if (!places.has(groupKey(application))) places.set(groupKey(application), index);
  }
  return tops.toSorted((a, b) => (places.get(a.key) ?? 0) - (places.get(b.key) ?? 0));
}

function withThreads(row: ProcessRow, depth: 0 | 1, { open, threadsOf }: TreeChoice): readonly TreeLine[] {
  const threads = threadsOf(row);
  if (threads.length < 2) return [processLine(row, depth, undefined)];
  const isOpen = open.has(row.key);
  const line = processLine(row, depth, isOpen);
  return isOpen ? [line, ...threads.map((thread) => threadLine(row, thread, depth === 0 ? 1 : 2))] : [line];
}

function processLine(row: ProcessRow, depth: 0 | 1, isOpen: boolean | undefined): TreeLine {
  return { type: 'process', key: row.key, row, process: row, depth, isOpen, members: [], chosenCount: 1 };
}

function threadLine(process: ProcessRow, thread: ThreadFile, depth: 1 | 2): TreeLine {
  const key = threadKey(process.key, thread.tid);
  const row: ProcessRow = {
    ...process,
    key,
    name: thread.name,
    cpuPercent: undefined,
    rssBytes: undefined,
    threads: undefined,
    heapUsedBytes: thread.heapUsedBytes,
    eventLoopDelayMs: thread.eventLoopDelayMs,
    eventLoopUtilization: thread.eventLoopUtilization,
    isRestarted: false,
  };
  return { type: 'thread', key, row, process, depth, isOpen: undefined, members: [], chosenCount: 1 };
}

/** From the worst to the best. */
const WORST_FIRST: readonly ProcessState[] = ['stuck', 'unreadable', 'live', 'no-agent', 'ended'];

// What is wrong comes first, then what works most.
function leadOf(members: readonly ProcessRow[]): ProcessRow {
  return members.reduce((lead, row) => {
    const order = WORST_FIRST.indexOf(row.state) - WORST_FIRST.indexOf(lead.state);
    return order < 0 || (order === 0 && (row.cpuPercent ?? 0) > (lead.cpuPercent ?? 0)) ? row : lead;
  });
}

/** A group, of one process at least, as a row: what its processes take together; of delays and busy loops the worst. */
export function sumRow(name: string, members: readonly ProcessRow[]): ProcessRow {
  const lead = leadOf(members);
  const living = members.filter(({ state }) => state !== 'ended');
  return {
    ...lead,
    key: groupKey(name),
    name,
    cpuPercent: together(living, 'sum', ({ cpuPercent }) => cpuPercent),
    rssBytes: together(living, 'sum', ({ rssBytes }) => rssBytes),
    heapUsedBytes: together(living, 'sum', ({ heapUsedBytes }) => heapUsedBytes),
    threads: together(living, 'sum', ({ threads }) => threads),
    eventLoopDelayMs: together(living, 'max', ({ eventLoopDelayMs }) => eventLoopDelayMs),
    eventLoopUtilization: together(living, 'max', ({ eventLoopUtilization }) => eventLoopUtilization),
    uptimeMs: together(living, 'max', ({ uptimeMs }) => uptimeMs),
    endedForMs: together(members, 'min', ({ endedForMs }) => endedForMs),
    ports: living.every(({ ports }) => ports === undefined) ? undefined : distinctPorts(living),
    user: same(members.map(({ user }) => user)),
    managedBy: same(members.map(({ managedBy }) => managedBy)),
    isRestarted: members.some(({ isRestarted }) => isRestarted),
  };
}

function together(
  rows: readonly ProcessRow[],
  aggregator: 'sum' | 'min' | 'max',
  numberOf: (row: ProcessRow) => number | undefined,
): number | undefined {
  const value = aggregateValues(
    rows.flatMap((row) => numberOf(row) ?? []),
    aggregator,
  );
  return value === undefined ? undefined : Number(value);
}

function same<T>(values: readonly T[]): T | undefined {
  return values.every((value) => value === values[0]) ? values[0] : undefined;
}

function distinctPorts(rows: readonly ProcessRow[]): readonly number[] {
  return [...new Set(rows.flatMap(({ ports = [] }) => ports))].toSorted((a, b) => a - b);
}

/** Under which key the metrics of a line have their graphs: those of a thread are its process's. */
export function graphScope(line: TreeLine | undefined): string | undefined {
  return line?.type === 'thread' ? line.process.key : line?.key;
}
