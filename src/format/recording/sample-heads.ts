import { PortholeError } from '../../errors.js';
import type { Target } from '../../target.js';
import { isPlainObject } from '../json.js';
import type { HostReading, ProcessReading, ProcessState, SearchedPlace, TargetSample } from '../sample.js';

/** What of a process seldom changes. */
export interface TargetHead extends Pick<TargetSample, 'target' | 'name' | 'runtime' | 'hasAgent' | 'socket'> {
  readonly process: Omit<ProcessReading, 'cpuMs' | 'rssBytes' | 'threads'> | undefined;
}

/** What of a stats file seldom changes. */
export interface FileHead {
  readonly path: string;
  readonly tid: number | undefined;
  readonly reason: string | undefined;
  readonly brokenReason: string | undefined;
  /** Which fields it has; `undefined` when it could not be read. */
  readonly layout: number | undefined;
}

const STATES: readonly ProcessState[] = ['live', 'stuck', 'ended', 'unreadable', 'no-agent'];
const HOST_STATES: readonly HostReading['state'][] = ['connecting', 'live', 'lost'];
const OUTCOMES: readonly SearchedPlace['outcome'][] = ['read', 'absent', 'unreadable'];

/** @throws PortholeError `bad-answer`, as all here. */
export function parseTargetHead(text: string): TargetHead {
  const { target, name, runtime, hasAgent, socket, process } = objectOf(parse(text));
  return {
    target: parseTarget(target),
    name: textOf(name),
    runtime: runtime === 'node' || runtime === 'python' ? runtime : undefined,
    hasAgent: hasAgent === true,
    socket: textOrAbsent(socket),
    process: process === undefined ? undefined : parseProcess(objectOf(process)),
  };
}

export function parseState(text: string): Pick<TargetSample, 'state' | 'stateReason'> {
  const [state, reason] = listOf(parse(text));
  // One that a later porthole knows is one of which this one can say nothing.
  return { state: STATES.find((each) => each === state) ?? 'unreadable', stateReason: textOrAbsent(reason) };
}

export function parseFileHeads(text: string): readonly FileHead[] {
  return listOf(parse(text)).map((value) => {
    const { path, tid, reason, brokenReason, layout } = objectOf(value);
    return {
      path: textOf(path),
      tid: numberOrAbsent(tid),
      reason: textOrAbsent(reason),
      brokenReason: textOrAbsent(brokenReason),
      layout: numberOrAbsent(layout),
    };
  });
}

export function parseSearched(text: string): readonly SearchedPlace[] {
  return listOf(parse(text)).map((value) => {
    const { path, outcome, reason } = objectOf(value);
    const known = OUTCOMES.find((each) => each === outcome) ?? 'unreadable';
    return { path: textOf(path), outcome: known, reason: textOrAbsent(reason) };
  });
}

export function parseHostReadings(text: string): readonly HostReading[] {
  return listOf(parse(text)).map((value) => {
    const { host, state, sinceMs, reason } = objectOf(value);
    const known = HOST_STATES.find((each) => each === state) ?? 'lost';
    return { host: textOf(host), state: known, sinceMs: numberOf(sinceMs), reason: textOrAbsent(reason) };
  });
}

/** The fields and lists of fields that are new with a sample. */
export function parseDefinitions(text: string): {
  readonly fields: readonly unknown[];
  readonly layouts: readonly (readonly number[])[];
} {
  const { fields, layouts } = objectOf(parse(text));
  return { fields: listOf(fields), layouts: listOf(layouts).map((numbers) => listOf(numbers).map(numberOf)) };
}

function parseTarget(value: unknown): Target {
  const { pid, startTicks, path, host } = objectOf(value);
  return {
    pid: numberOf(pid),
    startTicks: numberOrAbsent(startTicks),
    ...(path === undefined ? {} : { path: textOf(path) }),
    ...(host === undefined ? {} : { host: textOf(host) }),
  };
}

function parseProcess(value: Readonly<Record<string, unknown>>): TargetHead['process'] {
  const { commandLine, uid, user, startedWallMs, ports, managedBy } = value;
  return {
    commandLine: listOf(commandLine).map(textOf),
    uid: numberOf(uid),
    user: textOf(user),
    startedWallMs: numberOf(startedWallMs),
    ports: ports === undefined ? undefined : listOf(ports).map(numberOf),
    managedBy: textOrAbsent(managedBy),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    throw new PortholeError('bad-answer', 'JSON in a record cannot be read', { cause: thrown });
  }
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return isPlainObject(value) ? value : fail('an object');
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : fail('a list');
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : fail('a text');
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : fail('a number');
}

function textOrAbsent(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function numberOrAbsent(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function fail(what: string): never {
  throw new PortholeError('bad-answer', `a record lacks ${what} where one belongs`);
}
