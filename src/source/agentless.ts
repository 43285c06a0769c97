import { readdirSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';
import { scriptOf } from './name-target.js';
import { readProcess } from './process-info.js';
import type { TargetSample } from './sample.js';

/**
 * The Node processes of this machine that no stats file or socket speaks for (Linux).
 *
 * Another user's is known by its command line only, for its program is hidden from us.
 *
 * Cost: one system call for each process of the machine, and three reads for each of Node.
 *
 * @param known The pids that are not asked about.
 */
export function readAgentless(known: ReadonlySet<number>): readonly TargetSample[] {
  return listPids().flatMap((pid) => {
    if (known.has(pid) || pid === process.pid || !mayBeNode(pid)) return [];
    const look = readProcess(pid);
    if (!('reading' in look)) return [];
    const { commandLine } = look.reading;
    const isNode = isNodeProgram(readProgram(pid) ?? commandLine[0] ?? '');
    return isNode ? [agentlessOf(pid, look.startTicks, look.reading)] : [];
  });
}

function agentlessOf(pid: number, startTicks: number | undefined, reading: TargetSample['process']): TargetSample {
  return {
    target: { pid, startTicks },
    name: scriptOf(reading?.commandLine ?? []) ?? '?',
    runtime: 'node',
    state: 'no-agent',
    stateReason: 'no agent in it: porthole attach PID puts it in; or start it with porthole run',
    hasAgent: false,
    process: reading,
    files: [],
    socket: undefined,
  };
}

function listPids(): readonly number[] {
  if (process.platform !== 'linux') return [];
  try {
    const names = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    return names.map(Number).toSorted((a, b) => a - b);
  } catch {
    return [];
  }
}

// Its program is the cheap first question; where it is hidden only the rest can tell.
function mayBeNode(pid: number): boolean {
  const program = readProgram(pid);
  return program === undefined || isNodeProgram(program);
}

function readProgram(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/exe`);
  } catch {
    return undefined;
  }
}

// The kernel adds a note to the name of a program that was replaced while it runs.
function isNodeProgram(path: string): boolean {
  return /^(node|nodejs)[\d.]*( \(deleted\))?$/.test(basename(path));
}
