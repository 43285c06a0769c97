import { messageOf, PortholeError } from '../../errors.js';
import { printable } from '../../format/printable.js';
import { requestDetach } from '../../source/console-client.js';
import type { TargetSample } from '../../source/sample.js';
import { EXIT_DONE, EXIT_FAILED } from '../exit-code.js';
import { complain, type Io, print } from '../io.js';
import { describeNothing, type LookOptions, openPoller } from '../look.js';

/** `porthole detach`: takes the agent out of each process again; what cannot be done costs a line on stderr. */
export async function runDetach(io: Io, options: LookOptions): Promise<number> {
  const { targets, searched } = openPoller(io, options).poll();
  const living = targets.filter(({ state }) => state !== 'ended');
  if (living.length === 0) {
    complain(io, describeNothing(searched, options.targets));
    return EXIT_FAILED;
  }
  let exitCode = EXIT_DONE;
  for (const target of living) {
    const who = `${printable(target.name)} (pid ${target.target.pid})`;
    try {
      await print(io, `${who}: ${await detachOne(target)}\n`);
    } catch (thrown) {
      if (!(thrown instanceof PortholeError)) throw thrown;
      complain(io, `${who}: not detached: ${messageOf(thrown)}`);
      exitCode = EXIT_FAILED;
    }
  }
  return exitCode;
}

async function detachOne({ hasAgent, socket, state, stateReason }: TargetSample): Promise<string> {
  if (state === 'unreadable') throw new PortholeError('not-permitted', stateReason ?? 'it cannot be read');
  if (!hasAgent) return 'has no agent';
  if (socket === undefined) throw new PortholeError('not-found', 'its agent has no socket to be told over');
  await requestDetach(socket);
  return 'detached';
}
