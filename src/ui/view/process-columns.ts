import type { ProcessRow } from '../../model/process-table.js';
import type { ProcessColumn } from '../../model/row-order.js';
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
];

/** The columns that there is room for, from left to right: CPU is the last to go. */
export function processColumns(rows: readonly ProcessRow[], width: number): readonly TableColumn<ProcessColumn>[] {
  const pid = Math.max(MIN_PID_COLUMNS, ...rows.map((row) => String(row.pid).length));
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

function column(id: ProcessColumn, title: string, width: number): TableColumn<ProcessColumn> {
  return { id, title, width, align: 'right', sort: id };
}
