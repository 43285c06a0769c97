import { messageOf, PortholeError, type PortholeErrorCode } from '../errors.js';
import { processJson } from '../export/process-json.js';
import { isPlainObject } from '../format/json.js';
import { parseStackDump, type StackDump } from '../format/stack-dump.js';
import { parseStallReport, type StallReport } from '../format/stalls.js';
import { processRows } from '../model/process-table.js';
import type { TargetSample } from '../source/sample.js';
import { type Answer, errorAnswer, jsonAnswer } from './answer.js';
import { askPorthole, type ReadUrl } from './follow-hosts.js';
import type { Host } from './host.js';
import type { LiveSamples } from './live-samples.js';

/** Asks a process of this machine. */
export interface AskProcess {
  /** Its stack dump, or the text that an older console gives. */
  readonly requestDump: (socket: string, options: { readonly locals: boolean }) => Promise<StackDump | string>;
  /** When its event loop stood still; of one that has ended what it left. */
  readonly requestStalls: (target: TargetSample) => Promise<StallReport>;
  /** Asks another host in its place. */
  readonly readUrl: ReadUrl;
}

const STATUS_OF: Partial<Readonly<Record<PortholeErrorCode, number>>> = {
  'not-found': 404,
  'not-permitted': 403,
  'no-answer': 504,
};

/** `/processes`: what `ps --json` prints. */
export function answerProcesses({ history }: LiveSamples): Answer {
  return jsonAnswer({ version: 1, processes: processRows(history).map((row) => processJson(row, history)) });
}

/** `/processes/PID/threads`: its stack dump. */
export async function answerThreads(pid: number, query: URLSearchParams, host: Host, ask: AskProcess): Promise<Answer> {
  const target = findTarget(host, pid, false);
  if (target === undefined) return errorAnswer(404, `no process ${pid} here: /processes lists them`);
  const locals = query.get('locals') !== '0';
  return await answering(target, async () => {
    if (host.spec !== undefined) {
      const path = `processes/${pid}/threads${locals ? '' : '?locals=0'}`;
      const answer = await askPorthole(host.spec, path, ask.readUrl, new AbortController().signal);
      return parseStackDump(answer) ?? textDump(answer);
    }
    if (target.socket === undefined) throw new PortholeError('not-found', 'it has no socket to ask');
    const dump = await ask.requestDump(target.socket, { locals });
    return typeof dump === 'string' ? { version: 1, pid, name: target.name, text: dump } : dump;
  });
}

/** `/processes/PID/stalls`: when its event loop stood still, and what held it. */
export async function answerStalls(pid: number, host: Host, ask: AskProcess): Promise<Answer> {
  const target = findTarget(host, pid, true);
  if (target === undefined) return errorAnswer(404, `no process ${pid} here: /processes lists them`);
  return await answering(target, async () => {
    if (host.spec === undefined) return await ask.requestStalls(target);
    const path = `processes/${pid}/stalls`;
    const report = parseStallReport(await askPorthole(host.spec, path, ask.readUrl, new AbortController().signal));
    if (report === undefined) throw new PortholeError('bad-answer', 'its host sent no report of stalls');
    return report;
  });
}

function findTarget({ live }: Host, pid: number, mayHaveEnded: boolean): TargetSample | undefined {
  const targets = live.latest?.targets.filter(({ target }) => target.pid === pid) ?? [];
  return targets.find(({ state }) => state !== 'ended') ?? (mayHaveEnded ? targets[0] : undefined);
}

async function answering(target: TargetSample, ask: () => Promise<object>): Promise<Answer> {
  try {
    return jsonAnswer(await ask());
  } catch (thrown) {
    const code = thrown instanceof PortholeError ? thrown.code : undefined;
    const status = (code === undefined ? undefined : STATUS_OF[code]) ?? 502;
    return errorAnswer(status, `${target.name} (pid ${target.target.pid}): ${messageOf(thrown)}`);
  }
}

// What an older console says; anything else is no answer.
function textDump(answer: unknown): object {
  if (isPlainObject(answer) && typeof answer['text'] === 'string') return { version: 1, text: answer['text'] };
  throw new PortholeError('bad-answer', 'its host sent no stack dump');
}
