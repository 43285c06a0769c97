import { basename } from 'node:path';
import { describeForbidden } from './failure.js';
import type { Machine } from './machine.js';
import type { Program } from './program.js';
import type { ProcessReading, TargetSample } from './sample.js';

/**
 * The Node processes of this machine that no stats file or socket speaks for.
 *
 * Of another user's it is not known whether there is an agent in it: that is said, with the cure.
 *
 * @param machine After its refresh.
 * @param known The pids that are not asked about.
 * @param closed The folders that we may not read.
 */
export function readAgentless(
  machine: Machine,
  known: ReadonlySet<number>,
  closed: readonly string[] = [],
): readonly TargetSample[] {
  return machine.programs.flatMap((program) => {
    if (known.has(program.pid) || program.runtime !== 'node') return [];
    const look = machine.look(program.pid);
    if (!('reading' in look)) return [];
    return [
      {
        ...agentlessOf(machine, program, look.reading, closed),
        target: { pid: program.pid, startTicks: look.startTicks },
      },
    ];
  });
}

function agentlessOf(
  machine: Machine,
  program: Program,
  reading: ProcessReading,
  closed: readonly string[],
): Omit<TargetSample, 'target'> {
  // Where its agent writes, if it has one; else the process itself is what is closed to us.
  const folder = closed.find((path) => basename(path) === `porthole-${reading.uid}`);
  const isHidden = program.executable === undefined && process.platform === 'linux';
  return {
    name: machine.nameOf(program, reading.commandLine),
    runtime: 'node',
    state: isHidden ? 'unreadable' : 'no-agent',
    stateReason: isHidden
      ? describeForbidden(folder ?? `/proc/${program.pid}`)
      : 'no agent in it: porthole attach PID puts it in; or start it with porthole run',
    hasAgent: false,
    process: reading,
    files: [],
    socket: undefined,
  };
}
