import { groupBy } from '../group-by.js';
import { formatDurationMs } from '../units.js';
import type { HandleList, InFlightReport, OpenHandle, Operation } from './in-flight.js';
import { joinLines } from './printable.js';

// So many alike are named, the others counted.
const SHOWN_ALIKE = 3;
const MAX_LINES = 100;

/**
 * What a process has in flight and holds open, as sections of its text dump: oldest first, what is alike together.
 * Line feeds in a description are escaped; other control characters are left as they are: whoever prints it escapes them.
 */
export function formatInFlightText({ operations, unlisted, handles }: InFlightReport): string {
  const total = operations.length + unlisted;
  const lines = formatOperations(operations);
  const more = [
    ...(lines.length > MAX_LINES ? [`  … ${lines.length - MAX_LINES} lines more`] : []),
    ...(unlisted > 0 ? [`  … ${unlisted} more, of which nothing was noted`] : []),
  ];
  const head = total === 0 ? [] : ['', `# In flight (${total}):`];
  return joinLines([...head, ...lines.slice(0, MAX_LINES), ...more, ...formatHandles(handles), '']);
}

function formatOperations(operations: readonly Operation[]): readonly string[] {
  return groupAlike(operations, describeKind).flatMap((group) => {
    const youngest = formatDurationMs(group.at(-1)?.ageMs ?? 0);
    return formatGroup(group, formatOperation, (count) => `${count} alike, the youngest ${youngest}`);
  });
}

function describeKind({ kind, detail, where }: Operation): string {
  return JSON.stringify([kind, detail, where]);
}

// Two that differ in their numbers do the same for two customers.
function groupAlike<Item>(items: readonly Item[], keyOf: (item: Item) => string): readonly (readonly Item[])[] {
  return [...groupBy(items, (item) => keyOf(item).replace(/\d+/g, '#')).values()];
}

function formatGroup<Item>(
  group: readonly Item[],
  format: (item: Item) => string,
  describeMore: (count: number) => string,
): readonly string[] {
  const shown = group.length <= SHOWN_ALIKE + 1 ? group : group.slice(0, SHOWN_ALIKE);
  const lines = shown.map(format);
  if (shown.length === group.length) return lines;
  return [...lines, `    … and ${describeMore(group.length - shown.length)}`];
}

function formatOperation({ kind, detail, ageMs, threadId, where }: Operation): string {
  const thread = threadId === 0 ? '' : ` in thread ${threadId}`;
  const place = where === undefined ? '' : `, begun at ${where}`;
  return `  ${formatDurationMs(ageMs).padStart(7)}  ${`${kind} ${detail}`.trimEnd()}${thread}${place}`;
}

function formatHandles(list: HandleList | undefined): readonly string[] {
  if (list === undefined) return [];
  if (list.handles.length === 0) return ['', '# Open handles: none'];
  const meaning = list.source === 'main' ? 'which keep it from ending' : 'as far as the kernel knows them';
  const count = list.handles.reduce((sum, handle) => sum + handle.count, 0);
  const groups = groupAlike(list.handles, ({ type, detail }) => `${type} ${detail}`);
  const lines = groups.flatMap((group) => formatGroup(group, formatHandle, (more) => `${more} alike`));
  return ['', `# Open handles (${count}), ${meaning}:`, ...lines];
}

function formatHandle({ type, detail, count, ageMs }: OpenHandle): string {
  const times = count === 1 ? '' : ` ×${count}`;
  const age = ageMs === undefined ? '' : `, ${count === 1 ? '' : 'the oldest '}${formatDurationMs(ageMs)} old`;
  return `  ${type}${times}${detail === '' ? '' : ` ${detail}`}${age}`;
}
