import type { TreeLine } from '../../model/process-tree.js';
import type { ProcessColumn } from '../../model/row-order.js';
import { parseScope } from '../../model/scope.js';
import type { TableColumn } from './table-heading.js';

/** The columns in front of the first: the marks of the selected and of the state. */
export const PROCESS_MARK_COLUMNS = 3;

const MIN_PID_COLUMNS = 5;
const MIN_NAME_COLUMNS = 16;
const NUMBERS: readonly TableColumn<ProcessColumn>[] = [
  column('cpu', 'CPU', 7),
  column('rss', 'RSS', 9),
  column('heap', 'HEAP', 10),
  column('delay', 'DELAY', 10),
  column('utilization', 'ELU', 7),
  column('threads', 'THREADS', 9),
  column('uptime', 'UP', 8),
  { ...column('user', '  USER', 12), align: 'left' },
  { ...column('ports', '  PORTS', 14), align: 'left' },
  { ...column('managed', '  STARTED BY', 24), align: 'left' },
];

/** The columns that there is room for, from left to right: CPU is the last to go. */
export function processColumns(lines: readonly TreeLine[], width: number): readonly TableColumn<ProcessColumn>[] {
  const pid = lines.reduce((most, line) => Math.max(most, lineNumber(line).length), MIN_PID_COLUMNS);
  const numbers: TableColumn<ProcessColumn>[] = [];
  let room = width - PROCESS_MARK_COLUMNS - pid - 1 - MIN_NAME_COLUMNS;
  for (const next of NUMBERS) {
    if (room < next.width) break;
    numbers.push(next);
    room -= next.width;
  }
  const name = Math.max(0, MIN_NAME_COLUMNS + room);
  return [{ ...column('pid', 'PID', pid) }, { ...column('name', ' NAME', name + 1), align: 'left' }, ...numbers];
}

/** What stands in the column of pids: of a group how many processes it has, and how many of them a filter chose. */
export function lineNumber({ type, row, key, members, chosenCount }: TreeLine): string {
  if (type === 'process') return String(row.pid);
  if (type === 'thread') {
    const scope = parseScope(key);
    return scope.type === 'thread' ? String(scope.tid) : '';
  }
  const living = members.filter(({ state }) => state !== 'ended').length || members.length;
  return chosenCount < members.length ? `${chosenCount}/${members.length}` : `×${living}`;
}

function column(id: ProcessColumn, title: string, width: number): TableColumn<ProcessColumn> {
  return { id, title, width, align: 'right', sort: id };
}
