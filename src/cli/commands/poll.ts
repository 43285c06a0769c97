import { jsonValue } from '../../export/json-value.js';
import { followFields, noMemory } from '../../model/growth.js';
import type { Sample } from '../../source/sample.js';
import { EXIT_DONE, EXIT_FAILED } from '../exit-code.js';
import { columnOf, parseFieldList } from '../field-list.js';
import { complain, type Io, print, printJson, wantsColor } from '../io.js';
import { describeNothing, type LookOptions, openPoller } from '../look.js';
import { formatPollHeader, formatPollRow, type PollColumn, pollColumns } from '../poll-row.js';

export interface PollOptions extends LookOptions {
  /** `FIELD,FIELD…` */
  readonly fields: string;
  /** Stands before each field, and not in its title. */
  readonly prefix: string;
  readonly delayMs: number;
  /** So many rows; without it, until interrupted. */
  readonly count: number | undefined;
  readonly json: boolean;
  readonly color: 'auto' | 'always' | 'never';
}

const HEADER_EVERY_ROWS = 20;

/** `porthole poll`: row by row how much every field has grown in all files since the row before; first the totals. */
export async function runPoll(io: Io, options: PollOptions): Promise<number> {
  const polled = parseFieldList(options.fields, options.prefix);
  const isWanted = (label: string): boolean => polled.some((field) => columnOf(field, label) !== undefined);
  const printRow = rowPrinter(io, options);
  let memory = noMemory;
  let columns: readonly PollColumn[] = [];
  let before: Sample | undefined;
  let rows = 0;
  for await (const sample of openPoller(io, options).samples({ intervalMs: options.delayMs })) {
    const followed = followFields(memory, sample, isWanted);
    if (before === undefined && followed.fields.length === 0) {
      complain(io, describeNoField(sample, options));
      return EXIT_FAILED;
    }
    const titles = columns.map(({ title }) => title);
    columns = pollColumns(polled, followed.fields, titles, before === undefined);
    await printRow(columns, sample, before);
    [memory, before] = [followed.memory, sample];
    rows++;
    if (rows === options.count) break;
  }
  return EXIT_DONE;
}

type RowPrinter = (columns: readonly PollColumn[], sample: Sample, before: Sample | undefined) => Promise<void>;

/** Prints rows, and over them the titles: first, when they change, and every 20 rows. */
function rowPrinter(io: Io, { json, color, prefix }: PollOptions): RowPrinter {
  if (json) return (columns, sample, before) => printJson(io, rowJson(columns, sample, before));
  const isColored = wantsColor(io, color);
  let header = '';
  let rows = 0;
  return async (columns) => {
    const wanted = formatPollHeader(columns, prefix, isColored);
    const isDue = wanted !== header || rows === HEADER_EVERY_ROWS;
    rows = isDue ? 1 : rows + 1;
    header = wanted;
    await print(io, `${isDue ? header : ''}${formatPollRow(columns, prefix, isColored)}`);
  };
}

function rowJson(columns: readonly PollColumn[], { atMs, wallMs }: Sample, before: Sample | undefined): unknown {
  return {
    version: 1,
    wallMs,
    isTotal: before === undefined,
    elapsedMs: before === undefined ? null : atMs - before.atMs,
    fields: columns.map(({ title, value, files }) => ({ name: title, value: jsonValue(value), files })),
  };
}

function describeNoField(sample: Sample, { fields, targets }: PollOptions): string {
  if (sample.targets.length === 0) return describeNothing(sample.searched, targets);
  return `no metric matches ${fields}; porthole stats lists what there is`;
}
