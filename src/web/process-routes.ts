import { messageOf, PortholeError, type PortholeErrorCode } from '../errors.js';
import { processJson } from '../export/process-json.js';
import type { StackDump } from '../format/stack-dump.js';
import { processRows } from '../model/process-table.js';
import type { TargetSample } from '../source/sample.js';
import { type Answer, errorAnswer, jsonAnswer } from './answer.js';
import type { LiveSamples } from './live-samples.js';

/** Asks the socket of a process for its stack dump, or for the text that an older console gives. */
export type RequestDump = (socket: string, options: { readonly locals: boolean }) => Promise<StackDump | string>;

const STATUS_OF: Partial<Readonly<Record<PortholeErrorCode, number>>> = {
  'not-found': 404,
  'not-permitted': 403,
  'no-answer': 504,
};

/** `/processes`: what `ps --json` prints. */
export function answerProcesses(live: LiveSamples): Answer {
  const history = live.history();
  return jsonAnswer({ version: 1, processes: processRows(history).map((row) => processJson(row, history)) });
}

/** `/processes/PID/threads`: its stack dump. */
export async function answerThreads(
  pid: number,
  query: URLSearchParams,
  live: LiveSamples,
  requestDump: RequestDump,
): Promise<Answer> {
  const target = live.latest?.targets.find((each) => each.target.pid === pid && each.state !== 'ended');
  if (target === undefined) return errorAnswer(404, `no process ${pid} here: /processes lists them`);
  if (target.socket === undefined) return errorAnswer(404, `${describe(target)} has no socket to ask`);
  try {
    const dump = await requestDump(target.socket, { locals: query.get('locals') !== '0' });
    return jsonAnswer(typeof dump === 'string' ? { version: 1, pid, name: target.name, text: dump } : dump);
  } catch (thrown) {
    if (!(thrown instanceof PortholeError)) throw thrown;
    return errorAnswer(STATUS_OF[thrown.code] ?? 502, `${describe(target)}: ${messageOf(thrown)}`);
  }
}

function describe({ name, target }: TargetSample): string {
  return `${name} (pid ${target.pid})`;
}
