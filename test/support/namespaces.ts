import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { TestContext } from 'node:test';
import { registerModule } from './agent.js';
import { type Program, startProgram } from './program.js';
import { fixtureProgram } from './project.js';
import { until } from './until.js';

/** A reason to skip where no namespaces can be made. */
export const skipWithoutNamespaces = whyNot();

/** A fixture program with the agent, in namespaces of its own. */
export interface Contained extends Program {
  /** The pid that it has here. */
  readonly outerPid: number;
}

/**
 * Starts a fixture with the agent in a mount namespace of its own, with its own `/tmp` and `/dev/shm`.
 *
 * @param options `hasOwnPids`: in a pid namespace too, in which it is process 1, as in a container.
 */
export async function startContained(
  t: TestContext,
  fixture: string,
  options: { readonly hasOwnPids: boolean; readonly env?: Readonly<Record<string, string>> },
): Promise<Contained> {
  const script = `mount -t tmpfs tmpfs /tmp && mount -t tmpfs tmpfs /dev/shm && mkdir -p "$PORTHOLE_DIR" && chmod 700 "$PORTHOLE_DIR";
    exec "$0" --import ${registerModule} ${fixtureProgram(fixture)}`;
  const pids = options.hasOwnPids ? ['--pid', '--fork', '--kill-child', '--mount-proc'] : [];
  const program = startProgram(t, ['--mount', ...pids, 'sh', '-c', script, process.execPath], {
    command: 'unshare',
    env: { TMPDIR: undefined, ...options.env },
  });
  await program.line('READY');
  const outerPid = options.hasOwnPids ? await until('it has a child', () => childOf(program.pid)) : program.pid;
  return { ...program, outerPid };
}

function childOf(pid: number): number | undefined {
  const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
  return child === undefined || child === '' ? undefined : Number(child);
}

function whyNot(): string | false {
  if (process.platform !== 'linux') return 'there are no namespaces on this system';
  const script = 'mount -t tmpfs tmpfs /tmp && cat /proc/1/task/1/children';
  const { status } = spawnSync('unshare', [
    '--mount',
    '--pid',
    '--fork',
    '--kill-child',
    '--mount-proc',
    'sh',
    '-c',
    script,
  ]);
  return status === 0 ? false : 'namespaces may not be made here (unshare --mount --pid)';
}
