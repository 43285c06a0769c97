import { processRows } from '../../../model/process-table.js';
import type { DumpRound } from '../../dumps-state.js';
import type { UiEffect, Update } from '../../events.js';
import type { UiState } from '../../state.js';
import { whyNoDump } from '../../view/process-state.js';
import { requestDump } from './dumps.js';
import { withDumps } from './settle.js';

// Each process is held up for some ms by itself; more at a time would only make all of them wait for the CPU.
const MAX_AT_ONCE = 4;

/** Asks every process that has an agent for its dump, a few at a time. Each is kept under its process. */
export function takeAllDumps(state: UiState): Update {
  if (state.dumps.round !== undefined)
    return [{ ...state, notice: `they are being taken: ${progress(state.dumps.round)}` }, []];
  const waiting = processRows(state.live).flatMap((row) => {
    const { key: processKey, pid, name, socket } = row;
    return socket === undefined || whyNoDump(row) !== undefined ? [] : [{ processKey, pid, name, socket }];
  });
  if (waiting.length === 0) return [{ ...state, notice: 'no process here has an agent that could be asked' }, []];
  const round: DumpRound = { total: waiting.length, waiting, asked: new Set(), arrived: 0, failed: 0 };
  return goOn(state, round);
}

/** After an answer, or the news that none comes, the next processes are asked. */
export function goOnWithRound(state: UiState, number: number, hasArrived: boolean): Update {
  const { round } = state.dumps;
  if (round === undefined || !round.asked.has(number)) return [state, []];
  const asked = new Set(round.asked);
  asked.delete(number);
  const counts = { arrived: round.arrived + Number(hasArrived), failed: round.failed + Number(!hasArrived) };
  return goOn(state, { ...round, asked, ...counts });
}

function goOn(state: UiState, round: DumpRound): Update {
  const count = Math.max(0, MAX_AT_ONCE - round.asked.size);
  const asked = new Set(round.asked);
  const effects: UiEffect[] = [];
  let next = state;
  for (const { socket, ...subject } of round.waiting.slice(0, count)) {
    const [requested, orders] = requestDump(next, subject, socket);
    next = requested;
    asked.add(requested.requestCount);
    effects.push(...orders);
  }
  const rest: DumpRound = { ...round, waiting: round.waiting.slice(count), asked };
  const isOver = rest.waiting.length === 0 && asked.size === 0;
  const notice = isOver ? `${progress(rest)}: 4 shows that of the selected process` : progress(rest);
  return [{ ...withDumps(next, { round: isOver ? undefined : rest }), notice }, effects];
}

function progress({ total, arrived, failed }: DumpRound): string {
  return `${arrived} of ${total} dumped${failed === 0 ? '' : `, ${failed} did not answer`}`;
}
