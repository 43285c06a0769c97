import { setTimeout as wait } from 'node:timers/promises';
import { messageOf, PortholeError } from '../../errors.js';
import { jsonValue } from '../../export/json-value.js';
import {
  type CheckedValue,
  formatPluginLine,
  formatUnknownLine,
  judgeValue,
  PLUGIN_STATES,
  worstState,
} from '../../export/plugin-output.js';
import { type FollowedField, followFields, noMemory } from '../../model/growth.js';
import { Poller } from '../../source/poll.js';
import type { Sample } from '../../source/sample.js';
import { parseSelection, type Selection } from '../../source/select.js';
import { formatDurationMs } from '../../units.js';
import { checkedValues, DEFAULT_WINDOW_MS, needsWindow } from '../check-metric.js';
import { type CheckOptions, parseCheckArguments } from '../check-options.js';
import { PROCESS_CHECKS } from '../check-process.js';
import { columnOf, parseField } from '../field-list.js';
import { describeNothing } from '../look.js';

/** Where the line goes. */
type Write = (text: string) => void | Promise<void>;

/**
 * `porthole check`: a monitoring plugin. One line on stdout, and the exit codes of plugins; never an exception.
 *
 * @param write Gets all that is printed.
 * @param args What stands behind `check`.
 */
export async function runCheck(write: Write, args: readonly string[]): Promise<number> {
  try {
    const request = parseCheckArguments(args);
    if (request.ask === 'check') return await checkInTime(write, request);
    await write(request.ask === 'help' ? HELP : `porthole check ${await readVersion()}\n`);
  } catch (thrown) {
    await write(formatUnknownLine(messageOf(thrown)));
  }
  // Help and version too: who runs them by mistake must not read that all is well.
  return PLUGIN_STATES.indexOf('UNKNOWN');
}

async function checkInTime(write: Write, options: CheckOptions): Promise<number> {
  const end = new AbortController();
  try {
    const values = await Promise.race([measure(options, end.signal), failAfter(options.timeoutMs, end.signal)]);
    const state = worstState(values.map((value) => judgeValue(value, options)));
    const line = options.json ? `${JSON.stringify(checkJson(values, options))}\n` : formatPluginLine(values, options);
    await write(line);
    return PLUGIN_STATES.indexOf(state);
  } finally {
    end.abort();
  }
}

async function failAfter(timeoutMs: number, signal: AbortSignal): Promise<never> {
  await wait(timeoutMs, undefined, { signal });
  throw new PortholeError('no-answer', `no result in ${formatDurationMs(timeoutMs)} (--timeout)`);
}

async function measure(options: CheckOptions, signal: AbortSignal): Promise<readonly CheckedValue[]> {
  const selection = parseSelection(options.targets, options.dirs);
  const [missing] = selection.missing;
  if (missing !== undefined) throw missing;
  const ofProcess = PROCESS_CHECKS[options.metric];
  // Programs without an agent have no metrics, and finding them costs a look at every process.
  const poller = new Poller({ ...selection, isWholeMachine: selection.isWholeMachine && ofProcess !== undefined });
  const first = poller.poll();
  if (ofProcess !== undefined) return [ofProcess(first)];
  const field = parseField(options.metric);
  const follow = (sample: Sample, memory = noMemory): ReturnType<typeof followFields> =>
    followFields(memory, chooseLiving(sample, selection), (label) => columnOf(field, label) !== undefined);
  const once = follow(first);
  if (!needsWindow(once.fields, options))
    return checkedValues(field, found(once.fields, first, options), options, undefined);
  await wait(options.windowMs ?? DEFAULT_WINDOW_MS, undefined, { signal });
  const second = poller.poll();
  const { fields } = follow(second, once.memory);
  return checkedValues(field, found(fields, second, options), options, second.atMs - first.atMs);
}

// What a dead process left says nothing of now; a file or folder that was named is read whoever wrote it.
function chooseLiving(sample: Sample, { choices }: Selection): Sample {
  const isNamed = choices.length > 0 && choices.every(({ type }) => type === 'file' || type === 'folder');
  return isNamed ? sample : { ...sample, targets: sample.targets.filter(({ state }) => state !== 'ended') };
}

/** @throws PortholeError `not-found` when there is nothing, and says what is missing: the process or the metric. */
function found(fields: readonly FollowedField[], sample: Sample, options: CheckOptions): readonly FollowedField[] {
  if (fields.length > 0) return fields;
  const { metric, targets } = options;
  const living = sample.targets.filter(({ state }) => state !== 'ended');
  const [dead] = sample.targets;
  if (dead === undefined) throw new PortholeError('not-found', describeNothing(sample.searched, targets));
  const broken = sample.targets.flatMap(({ files }) => files).find(({ reason }) => reason !== undefined);
  if (living.length > 0) throw new PortholeError('not-found', broken?.reason ?? `no metric matches ${metric}`);
  throw new PortholeError('not-found', `${dead.name} (pid ${dead.target.pid}) has ended`);
}

function checkJson(values: readonly CheckedValue[], options: CheckOptions): unknown {
  const states = values.map((value) => judgeValue(value, options));
  const { warning, critical } = options;
  return {
    version: 1,
    state: worstState(states),
    warning: warning?.text ?? null,
    critical: critical?.text ?? null,
    values: values.map(({ label, value, unit, note }, index) => ({
      name: label,
      value: jsonValue(value),
      unit: unit ?? null,
      state: states[index],
      note: note ?? null,
    })),
  };
}

async function readVersion(): Promise<string> {
  const { readOwnVersion } = await import('../../own-version.js');
  return readOwnVersion();
}

const HELP = `Usage: porthole check METRIC [TARGET…] [-w RANGE] [-c RANGE]

A monitoring plugin: one line, performance data, exit code 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.

  METRIC               a name, a glob, label matchers in braces: http.requests{status="5*"}
                       porthole.processes   how many processes run
                       porthole.stuck       for how many seconds an event loop has not turned
                       porthole.age         how many seconds ago a process last gave a sign
  TARGET               a pid, a name or glob on it, a stats file, a folder; none means all
  -w, --warning RANGE  10, 10:, ~:10, 10:20, or @10:20, which alerts inside
  -c, --critical RANGE
  --rate               per second: of a meter its last minute, of all else between two samples
  --quantile Q         of a histogram or timer: 0.99
  --window SEC         sample twice, so long apart: what happened in between (1 s with --rate)
  --aggregate HOW      sum avg min max one nonzero-avg nonzero-min
                       (sum of counts and rates, max of anything else)
  -t, --timeout SEC    UNKNOWN after so long (10)
  -v, --verbose        say of which processes the values are
  --dir DIR            look here instead of in the usual places (repeatable)
  --json               the same as JSON
`;
