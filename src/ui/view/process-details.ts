import type { ProcessRow } from '../../model/process-table.js';
import type { TreeLine } from '../../model/process-tree.js';
import { formatClock } from '../draw/axis.js';
import type { UiState } from '../state.js';
import { processNotices } from './process-notices.js';
import { type Span, span } from './styled-line.js';

const DAY_MS = 86_400_000;
const MAX_PIDS = 12;

/** Who the selected process is: what is wrong with it, its command line, user, start, ports, what started it, and its folder. */
export function processDetails(state: UiState, line: TreeLine): readonly Span[] {
  const warnings = processNotices(state)
    .filter(({ text }) => text.startsWith('! '))
    .map(({ text, look }) => span(` ${text} `, look));
  if (line.type === 'group') return [...groupDetails(line), ...warnings];
  const { process } = line;
  const reading = state.history.processes.get(process.key)?.latest.process;
  const command = reading?.commandLine.join(' ') ?? '';
  return [
    ...warnings,
    span(` ${process.pid}`, 'strong'),
    span(command === '' ? ` ${process.name}` : ` ${command}`, 'plain'),
    span(factsOf(process, startText(reading?.startedWallMs, state.wallMs)), 'dim'),
  ];
}

function groupDetails({ row, members }: TreeLine): readonly Span[] {
  const living = members.filter(({ state }) => state !== 'ended');
  const pids = living.slice(0, MAX_PIDS).map(({ pid }) => pid);
  const more = living.length > MAX_PIDS ? ' …' : '';
  return [
    span(` ${row.name}`, 'strong'),
    span(` ×${living.length}: ${pids.join(' ')}${more}`, 'plain'),
    span(factsOf(row, undefined), 'dim'),
  ];
}

function factsOf({ user, ports, managedBy, folder }: ProcessRow, started: string | undefined): string {
  const facts = [
    user === undefined ? [] : [`user ${user}`],
    started === undefined ? [] : [`since ${started}`],
    ports === undefined || ports.length === 0 ? [] : [`${ports.length === 1 ? 'port' : 'ports'} ${ports.join(' ')}`],
    managedBy === undefined ? [] : [managedBy],
    folder === undefined ? [] : [folder],
  ].flat();
  return facts.map((fact) => ` · ${fact}`).join('');
}

function startText(startedWallMs: number | undefined, nowMs: number): string | undefined {
  if (startedWallMs === undefined) return undefined;
  const date = new Date(startedWallMs);
  const clock = formatClock(startedWallMs);
  return nowMs - startedWallMs < DAY_MS ? clock : `${date.toLocaleDateString('sv')} ${clock}`;
}
