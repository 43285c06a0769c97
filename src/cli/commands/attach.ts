import { messageOf, PortholeError } from '../../errors.js';
import { printable } from '../../format/printable.js';
import type { Attached } from '../../source/attach.js';
import { closeLateInspector } from '../../source/attach-session.js';
import { readProcess } from '../../source/process-info.js';
import type { TargetSample } from '../../source/sample.js';
import { parseTargetPattern } from '../../target-pattern.js';
import { formatDurationMs } from '../../units.js';
import { attachOurAgent } from '../agent-code.js';
import { EXIT_DONE, EXIT_FAILED } from '../exit-code.js';
import { complain, type Io, print } from '../io.js';
import { describeNothing, type LookOptions, openPoller } from '../look.js';

export interface AttachOptions extends LookOptions {
  readonly force: boolean;
}

// A main thread that has not come back by then may never do.
const LATE_DEADLINE_MS = 3_600_000;

/** `porthole attach`: the agent in each process that runs without it; what cannot be done costs a line on stderr. */
export async function runAttach(io: Io, options: AttachOptions): Promise<number> {
  const { targets, searched } = openPoller(io, options).poll();
  const living = targets.filter(({ state }) => state !== 'ended');
  const unlisted = options.targets.flatMap((text) => unlistedPid(text, living) ?? []);
  if (living.length + unlisted.length === 0) {
    complain(io, describeNothing(searched, options.targets));
    return EXIT_FAILED;
  }
  for (const pid of unlisted) complain(io, `pid ${pid}: ${whyUnlisted(pid)}`);
  let exitCode = unlisted.length === 0 ? EXIT_DONE : EXIT_FAILED;
  // One after the other: they would all take the same port.
  for (const target of living) {
    try {
      await print(io, `${await attachOne(io, target, options.force)}\n`);
    } catch (thrown) {
      if (!(thrown instanceof PortholeError)) throw thrown;
      complain(io, `${nameOf(target)}: not attached: ${messageOf(thrown)}`);
      exitCode = EXIT_FAILED;
    }
  }
  return exitCode;
}

/** Waits for the inspector of an attachment that was given up, and closes it: what stays behind after that. */
export async function runCloseLate(pid: number, inspectorPort: number): Promise<number> {
  return (await closeLateInspector(pid, inspectorPort, LATE_DEADLINE_MS)) ? EXIT_DONE : EXIT_FAILED;
}

async function attachOne(io: Io, target: TargetSample, isForced: boolean): Promise<string> {
  const who = nameOf(target);
  if (target.hasAgent) return `${who}: has the agent already`;
  if (target.runtime !== 'node') throw new PortholeError('not-permitted', 'it is not a Node process');
  const attached = await attachOurAgent(target.target.pid, isForced);
  for (const warning of attached.warnings) complain(io, `${who}: ${warning}`);
  return `${who}: ${describeAttached(attached)}`;
}

/** What was done, in one line. */
export function describeAttached({ wasPresent, statsFile, portOpenMs }: Attached): string {
  if (wasPresent) return `has the agent already, and writes ${printable(statsFile)}`;
  return `attached; its inspector was open for ${formatDurationMs(portOpenMs)}; writes ${printable(statsFile)}`;
}

function nameOf({ name, target }: TargetSample): string {
  return `${printable(name)} (pid ${target.pid})`;
}

function unlistedPid(text: string, targets: readonly TargetSample[]): number | undefined {
  const pattern = parseTargetPattern(text);
  if (pattern.type !== 'pid' || targets.some(({ target }) => target.pid === pattern.pid)) return undefined;
  return pattern.pid;
}

function whyUnlisted(pid: number): string {
  const { state } = readProcess(pid);
  return state === 'gone' ? 'there is no such process' : 'not attached: it is not a Node process';
}
