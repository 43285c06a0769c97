import { messageOf, PortholeError } from '../../errors.js';
import { printable, printableLines } from '../../format/printable.js';
import type { StallReport } from '../../format/stalls.js';
import { formatStallsText } from '../../format/stalls-text.js';
import type { TargetSample } from '../../source/sample.js';
import { readStalls } from '../../source/stalls.js';
import { EXIT_DONE, EXIT_FAILED } from '../exit-code.js';
import { complain, type Io, print, printJson } from '../io.js';
import { describeNothing, type LookOptions, openPoller } from '../look.js';

export interface StallsOptions extends LookOptions {
  readonly json: boolean;
}

/** `porthole stack --stalls`: when the event loop of each process stood still, and what held it; those of the dead too. */
export async function runStalls(io: Io, options: StallsOptions): Promise<number> {
  const { targets, searched } = openPoller(io, options).poll();
  if (targets.length === 0) {
    complain(io, describeNothing(searched, options.targets));
    return EXIT_FAILED;
  }
  let exitCode = EXIT_DONE;
  for (const target of targets) {
    try {
      const report = await readStalls(target);
      if (options.json) await printJson(io, report);
      else await print(io, `${describeSource(target, report)}${printableLines(formatStallsText(report))}\n`);
    } catch (thrown) {
      if (!(thrown instanceof PortholeError)) throw thrown;
      complain(io, `${target.name} (pid ${target.target.pid}): ${messageOf(thrown)}`);
      exitCode = EXIT_FAILED;
    }
  }
  return exitCode;
}

function describeSource({ name, target, stateReason }: TargetSample, { capturedWallMs }: StallReport): string {
  const when = new Date(capturedWallMs).toISOString();
  const state = stateReason === undefined ? '' : `, ${stateReason}`;
  return printable(`**** ${name} (pid ${target.pid}${state}), as of ${when}`).concat('\n');
}
