import { basename } from 'node:path';
import { PortholeError } from '../../errors.js';
import type { RecordedItem, RecordedSession } from '../../format/recording/records.js';
import type { LogEntry } from '../../model/event-log.js';
import { type KeptDumps, keepDump } from '../../model/kept-dumps.js';
import { type KeptStalls, keepStalls } from '../../model/kept-stalls.js';
import { appendRecorded, noRecordedHistory, type RecordedHistory, wholeHistory } from '../../model/recorded-history.js';
import type { Sample } from '../../source/sample.js';
import type { Target } from '../../target.js';
import { Moments } from './choose-moments.js';
import { describeDamage } from './describe-damage.js';
import { type Loaded, rowKeyOf } from './loaded.js';
import { readRecording } from './read-recording.js';
import { SteadyClock } from './steady-clock.js';

/**
 * Reads a recording; one with too many moments a second time, when it is known which of them are shown.
 *
 * Cost: some 4 ms of CPU for a sample of 50 processes with 60 metrics each.
 *
 * @throws PortholeError as {@link readRecording}, and when there is no sample in it.
 */
export async function loadRecording(path: string): Promise<Loaded> {
  const moments = new Moments();
  const all = new Loading();
  for await (const item of readRecording(path)) {
    if (item.type === 'sample') moments.see(item.sample);
    if (moments.areAllKept) all.take(item);
  }
  if (moments.areAllKept) return all.finish(path, moments);
  const chosen = new Loading();
  let index = 0;
  for await (const item of readRecording(path)) {
    if (item.type !== 'sample' || moments.isKept(index++)) chosen.take(item);
  }
  return chosen.finish(path, moments);
}

class Loading {
  #recorded: RecordedHistory = noRecordedHistory;
  #dumps: KeptDumps = [];
  #stalls: KeptStalls = new Map();
  #session: RecordedSession | undefined;
  #firstWallMs: number | undefined;
  #last: Sample | undefined;
  #before: Sample | undefined;
  readonly #clock = new SteadyClock();
  readonly #damages: RecordedItem[] = [];

  take(item: RecordedItem): void {
    switch (item.type) {
      case 'session':
        this.#session = item.session;
        this.#clock.beginSession();
        return;
      case 'sample':
        this.#takeSample(item.sample);
        return;
      case 'dump': {
        const { name, target, answer, wallMs } = item.dump;
        const of = { ...target, name, atMs: this.#clock.follow(item.dump.atMs), wallMs };
        if ('dump' in answer) this.#keep(of, answer.dump, 'while it was stuck');
        else this.#note(of, `no stack: ${answer.failure}`);
        return;
      }
      case 'stalls': {
        const { report } = item.stalls;
        this.#stalls = keepStalls(this.#stalls, rowKeyOf(this.#recorded.history, report), report);
        return;
      }
      default:
        this.#damages.push(item);
    }
  }

  finish(path: string, { sampleCount, stride }: Moments): Loaded {
    const [lastSample, session] = [this.#last, this.#session];
    if (lastSample === undefined) throw new PortholeError('not-found', `${path}: a recording without a sample`);
    const { history, log } = this.#recorded;
    const opened = {
      title: `recording ${basename(path)}`,
      hostName: session?.hostName ?? 'unknown',
      userName: session?.userName ?? 'unknown',
      intervalMs: (session?.intervalMs ?? 1000) * stride,
      history: wholeHistory(this.#recorded),
      log,
      dumps: this.#dumps,
      stalls: this.#stalls,
      notice: describeDamage(this.#damages),
    };
    const firstWallMs = this.#firstWallMs ?? lastSample.wallMs;
    return { opened, lastHistory: history, lastSample, sampleBefore: this.#before, sampleCount, firstWallMs };
  }

  #takeSample(sample: Sample): void {
    const steady = onSteadyClock(sample, this.#clock.read(sample));
    this.#firstWallMs ??= sample.wallMs;
    [this.#before, this.#last] = [this.#last, steady];
    this.#recorded = appendRecorded(this.#recorded, steady);
  }

  #keep(of: Subject, dump: KeptDumps[number]['dump'], detail: string): void {
    const { pid, name, atMs, wallMs } = of;
    this.#dumps = keepDump(this.#dumps, { processKey: this.#rowOf(of), pid, name, atMs, wallMs, dump });
    this.#note(of, detail);
  }

  #note(of: Subject, detail: string): void {
    const { pid, name, wallMs } = of;
    const entry: LogEntry = { kind: 'dumped', wallMs, processKey: this.#rowOf(of), pid, name, detail };
    this.#recorded = { ...this.#recorded, log: [entry, ...this.#recorded.log] };
  }

  #rowOf(of: Subject): string {
    return rowKeyOf(this.#recorded.history, of);
  }
}

// With the moments at which other machines were looked at.
function onSteadyClock(sample: Sample, atMs: number): Sample {
  const offsetMs = atMs - sample.atMs;
  const { targets, hosts } = sample;
  return {
    ...sample,
    atMs,
    targets: targets.map((target) =>
      target.at === undefined ? target : { ...target, at: { ...target.at, atMs: target.at.atMs + offsetMs } },
    ),
    ...(hosts !== undefined && { hosts: hosts.map((host) => ({ ...host, sinceMs: host.sinceMs + offsetMs })) }),
  };
}

interface Subject extends Pick<Target, 'pid' | 'startTicks' | 'host'> {
  readonly name: string;
  readonly atMs: number;
  readonly wallMs: number;
}
