import { setTimeout as wait } from 'node:timers/promises';
import { messageOf, PortholeError } from '../errors.js';
import { isPlainObject } from '../format/json.js';
import { checkAttachable } from './attach-facts.js';
import { Inspector } from './attach-inspector.js';
import type { Listener } from './attach-port.js';
import { closeInspector, LateInspector, LOAD_FUNCTION, openInspector } from './attach-session.js';
import { inTurn } from './attach-turn.js';
import { readMonotonicMs } from './clock.js';
import { requestInfo } from './console-client.js';

/** The agent as text, and the address that its parts take for their own file's. */
export interface AgentCode {
  readonly agent: string;
  readonly worker: string;
  /** Where koffi is looked for; nothing need be there. */
  readonly url: string;
}

export interface AttachOptions {
  readonly code: AgentCode;
  /** Goes on where it cannot be told whether the program has a handler of its own for the signal. */
  readonly isForced: boolean;
  /** For the port to open, and again for the answer. */
  readonly timeoutMs?: number;
  /** Told when the inspector may open later, or stay open, for somebody has to close it then. */
  readonly onLeftOpen: (pid: number, inspectorPort: number) => void;
}

/** An agent in a process that ran without it. */
export interface Attached {
  readonly pid: number;
  /** It was there already, unseen by us: in a folder of its own. */
  readonly wasPresent: boolean;
  /** As the process names them. */
  readonly statsFile: string;
  readonly socket: string | undefined;
  readonly warnings: readonly string[];
  /** How long the port was open. */
  readonly portOpenMs: number;
}

const DEFAULT_TIMEOUT_MS = 10_000;
const CONSOLE_DEADLINE_MS = 2000;

/**
 * Puts the agent into a running Node process (Linux): SIGUSR1 opens its inspector, over which the agent is sent as
 * text and started, and which is closed again. The process goes on, busy or idle; it is held up for some 50 ms.
 *
 * Whatever fails, the port is closed; when it cannot be, {@link AttachOptions.onLeftOpen} is told.
 *
 * @throws PortholeError with one line that says why not: `not-permitted`, `not-found`, `no-answer`, `connection-lost`, `bad-answer`.
 */
export async function attachAgent(pid: number, options: AttachOptions): Promise<Attached> {
  const { inspectorPort } = checkAttachable(pid, options.isForced);
  const attached = await inTurn(inspectorPort, () => attachNow(pid, inspectorPort, options));
  // As the process sees it: it may have another file system.
  if (attached.socket !== undefined) await waitForConsole(`/proc/${pid}/root${attached.socket}`);
  return attached;
}

async function attachNow(pid: number, inspectorPort: number, options: AttachOptions): Promise<Attached> {
  const { timeoutMs = DEFAULT_TIMEOUT_MS, onLeftOpen } = options;
  let listener: Listener;
  try {
    listener = await openInspector(pid, inspectorPort, timeoutMs);
  } catch (thrown) {
    if (thrown instanceof LateInspector) onLeftOpen(pid, inspectorPort);
    throw thrown;
  }
  const openedMs = readMonotonicMs();
  const outcome = await runInside(pid, listener, formatStart(options.code, Date.now() + timeoutMs), timeoutMs);
  if (!outcome.isClosed) onLeftOpen(pid, listener.port);
  const report = parseReport(outcome.said);
  const left = outcome.isClosed
    ? []
    : [`its inspector is still open on port ${listener.port}: closed as soon as it answers`];
  return { pid, ...report, warnings: [...report.warnings, ...left], portOpenMs: readMonotonicMs() - openedMs };
}

interface Outcome {
  readonly said: string | Error;
  readonly isClosed: boolean;
}

async function runInside(pid: number, listener: Listener, expression: string, timeoutMs: number): Promise<Outcome> {
  let session: Inspector | undefined;
  let said: string | Error;
  try {
    session = await Inspector.connect(listener);
    said = await session.evaluate(expression, timeoutMs);
  } catch (thrown) {
    said = thrown instanceof Error ? thrown : new Error(messageOf(thrown));
  }
  const isClosed = await closeInspector(pid, listener, session);
  session?.[Symbol.dispose]();
  return { said, isClosed };
}

// An expression that nobody waits for any more, since its process was busy too long, starts nothing.
function formatStart({ agent, worker, url }: AgentCode, untilWallMs: number): string {
  return `(() => {
  try {
    ${LOAD_FUNCTION}
    if (Date.now() > ${untilWallMs}) {
      load('node:inspector').close();
      return '{}';
    }
    const module = { exports: {} };
    ((require, module, exports, portholeUrl) => {${agent}
    })(load, module, module.exports, ${JSON.stringify(url)});
    return JSON.stringify(module.exports.startAttached(${JSON.stringify(worker)}));
  } catch (error) {
    return JSON.stringify({ warnings: [String(error)] });
  }
})()
//# sourceURL=porthole-agent.js`;
}

function parseReport(said: string | Error): Omit<Attached, 'pid' | 'portOpenMs'> {
  if (said instanceof Error) throw said;
  const report: unknown = JSON.parse(said);
  const { statsFile, socket, wasPresent, warnings } = isPlainObject(report) ? report : {};
  const texts = Array.isArray(warnings) ? warnings.filter((warning) => typeof warning === 'string') : [];
  if (typeof statsFile !== 'string') {
    throw new PortholeError('bad-answer', `the agent could not start in it: ${texts.join('; ') || 'no reason given'}`);
  }
  const known = typeof socket === 'string' ? socket : undefined;
  return { statsFile, socket: known, wasPresent: wasPresent === true, warnings: texts };
}

// Its own thread opens the socket a moment later.
async function waitForConsole(socket: string): Promise<void> {
  const untilMs = readMonotonicMs() + CONSOLE_DEADLINE_MS;
  while (readMonotonicMs() < untilMs) {
    try {
      await requestInfo(socket, { timeoutMs: CONSOLE_DEADLINE_MS });
      return;
    } catch (thrown) {
      if (thrown instanceof PortholeError && thrown.code === 'path-too-long') return;
      await wait(20);
    }
  }
}
