import { readFileSync } from 'node:fs';
import { AGENT_FIELDS } from '../format/agent-fields.js';
import { findNumber } from '../format/find-field.js';
import type { SocketFile } from './list-place.js';
import type { ProcessLook } from './process-info.js';
import type { StatsReading } from './read-stats.js';

/** Everything that bears one pid. */
export interface Belongings {
  readonly files: readonly StatsReading[];
  readonly sockets: readonly SocketFile[];
}

/** What one process has left or still uses. */
export interface Life extends Belongings {
  /** Whether it is the process that has the pid now. */
  readonly isCurrent: boolean;
  readonly startTicks: number | undefined;
}

// The start of a process is known to a hundredth of a second, the boot it counts from to a second.
const START_SLACK_MS = 2000;

/**
 * Tells the belongings of the process that has a pid now from those of earlier ones.
 *
 * A file that records the start of its writer is taken at its word. Any other
 * belongs to the living process unless that started after the file was made
 * and does not have it mapped.
 */
export function splitLives(pid: number, look: ProcessLook, { files, sockets }: Belongings): readonly Life[] {
  const lives = new Map<string, { startTicks: number | undefined; files: StatsReading[]; sockets: SocketFile[] }>();
  const lifeOf = (key: string, startTicks: number | undefined): { files: StatsReading[]; sockets: SocketFile[] } => {
    const life = lives.get(key) ?? { startTicks, files: [], sockets: [] };
    lives.set(key, life);
    return life;
  };
  for (const reading of files) {
    const ticks = findNumber(reading.file.snapshot, AGENT_FIELDS.startTicks);
    const isCurrent = isOfNow(pid, look, ticks, reading.changedWallMs, reading.file.path);
    lifeOf(isCurrent ? 'current' : `ended ${ticks ?? ''}`, isCurrent ? (ticksOf(look) ?? ticks) : ticks).files.push(
      reading,
    );
  }
  for (const socket of sockets) {
    const isCurrent = isOfNow(pid, look, undefined, socket.changedWallMs, undefined);
    const ended = [...lives.keys()].find((key) => key !== 'current') ?? 'ended ';
    lifeOf(isCurrent ? 'current' : ended, isCurrent ? ticksOf(look) : undefined).sockets.push(socket);
  }
  return [...lives].map(([key, life]) => ({ ...life, isCurrent: key === 'current' }));
}

function ticksOf(look: ProcessLook): number | undefined {
  return 'startTicks' in look ? look.startTicks : undefined;
}

function isOfNow(
  pid: number,
  look: ProcessLook,
  ticks: number | undefined,
  changedWallMs: number | undefined,
  mappedPath: string | undefined,
): boolean {
  if (look.state === 'gone') return false;
  if (look.state === 'hidden') return true;
  // Zero stands in a file whose writer could not read its own start.
  if (ticks !== undefined && ticks !== 0 && look.startTicks !== undefined) return ticks === look.startTicks;
  if (changedWallMs === undefined || look.reading.startedWallMs <= changedWallMs + START_SLACK_MS) return true;
  return mappedPath !== undefined && hasMapped(pid, mappedPath);
}

// A clock that was set since the file was made misleads the comparison of times; the kernel's list does not.
function hasMapped(pid: number, path: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/maps`, 'utf8').includes(` ${path}\n`);
  } catch {
    return false;
  }
}
