/**
 * A process, told apart from every other that had or will have its pid.
 *
 * `startTicks` is the start time as the kernel counts it (Linux: clock ticks
 * since boot); `undefined` when the process is gone and left no record of it.
 */
export interface Target {
  /** 0 for a stats file that does not say whose it is. */
  readonly pid: number;
  readonly startTicks: number | undefined;
  /** Of such a file, to tell it from the next. */
  readonly path?: string;
  /** The name under which another machine is listed, when it runs there. */
  readonly host?: string;
}

/** What the name of a stats file says: who wrote it. `cmd` is empty for the classic `mmstats-PID-TID`. */
export interface StatsFileName {
  readonly cmd: string;
  readonly pid: number;
  readonly tid: number;
}

const SOCKET_NAME = /^socketdumper-(\d{1,10})$/;
const STATS_NAME = /^(?<cmd>.*?)-?(?<pid>\d{1,10})-(?<tid>\d{1,10})\.mmstats$/s;
const CLASSIC_STATS_NAME = /^mmstats-(?<pid>\d{1,10})-(?<tid>\d{1,10})$/;

/** A key for maps: equal only for the same life of the same process. */
export function targetKey(target: Target): string {
  if (target.path !== undefined) return `${hostPrefix(target)}${target.path}`;
  return `${pidKey(target)}${target.startTicks ?? '?'}`;
}

/** What the keys of all processes begin with that had this pid on this machine. */
export function pidKey(target: Target): string {
  return `${hostPrefix(target)}${target.pid}@`;
}

function hostPrefix({ host }: Target): string {
  return host === undefined ? '' : `${host}:`;
}

/** `{CMD}-{PID}-{TID}.mmstats`, with everything in `cmd` that is not a plain file name character made `_`. */
export function formatStatsFileName(name: StatsFileName): string {
  const cmd = name.cmd.replace(/[^\w.@+-]+/g, '_').slice(0, 100) || 'node';
  return `${cmd}-${name.pid}-${name.tid}.mmstats`;
}

/** Reads a stats file's name, ours or one of the two that mmstats ever used. */
export function parseStatsFileName(fileName: string): StatsFileName | undefined {
  const groups = (CLASSIC_STATS_NAME.exec(fileName) ?? STATS_NAME.exec(fileName))?.groups;
  if (groups === undefined) return undefined;
  return { cmd: groups['cmd'] ?? '', pid: Number(groups['pid']), tid: Number(groups['tid']) };
}

/** Whether a reader should open the file: `*.mmstats`, or the talk-era `mmstats-*`. */
export function isStatsFileName(fileName: string): boolean {
  return fileName.endsWith('.mmstats') || fileName.startsWith('mmstats-');
}

/** The name under which socketconsole and our agent listen. */
export function formatSocketName(pid: number): string {
  return `socketdumper-${pid}`;
}

/** The pid in a socket's name, or `undefined` when it is not one of ours. */
export function parseSocketName(fileName: string): number | undefined {
  const pid = SOCKET_NAME.exec(fileName)?.[1];
  return pid === undefined ? undefined : Number(pid);
}

/** The name of the file in which a process's agent keeps its stalls. */
export function formatStallsName(pid: number): string {
  return `stalls-${pid}.json`;
}
