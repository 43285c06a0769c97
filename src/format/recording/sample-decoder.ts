import { PortholeError } from '../../errors.js';
import type { FileReading, HostReading, ProcessReading, Sample, SearchedPlace, TargetSample } from '../sample.js';
import type { StatsField } from '../stats-decode.js';
import { ByteReader } from './byte-reader.js';
import { type FieldDescription, parseDescription, readField } from './field-codec.js';
import { readNumber } from './number-codec.js';
import { readOtherMachines } from './other-machines.js';
import {
  type FileHead,
  parseDefinitions,
  parseFileHeads,
  parseHostReadings,
  parseSearched,
  parseState,
  parseTargetHead,
  type TargetHead,
} from './sample-heads.js';
import { SAMPLE_PARTS, TARGET_PARTS } from './sample-layout.js';

/** What was read of a process last. */
interface Slot {
  head: TargetHead | undefined;
  state: Pick<TargetSample, 'state' | 'stateReason'> | undefined;
  facts: Pick<ProcessReading, 'cpuMs' | 'rssBytes' | 'threads'> | undefined;
  fileHeads: readonly FileHead[];
  files: readonly FileReading[];
}

/** Bytes to samples, as a `SampleEncoder` made them. */
export class SampleDecoder {
  readonly #fields: FieldDescription[] = [];
  readonly #layouts: (readonly FieldDescription[])[] = [];
  readonly #slots = new Map<number, Slot>();
  #list: readonly number[] = [];
  #searched: readonly SearchedPlace[] = [];
  #hosts: readonly HostReading[] | undefined;
  #atMs = 0;
  #wallMs = 0;

  /**
   * The next sample; of a new decoder one that needs none before it.
   *
   * What has not changed since the one before is the same object.
   *
   * @throws PortholeError `bad-answer` for bytes that are none; then no more can be read with this decoder.
   */
  decode(payload: Uint8Array): Sample {
    const reader = new ByteReader(payload);
    this.#define(reader.text());
    const parts = reader.byte();
    const atMs = readNumber(reader, this.#atMs);
    const wallMs = readNumber(reader, this.#wallMs);
    if ((parts & SAMPLE_PARTS.searched) !== 0) this.#searched = parseSearched(reader.text());
    if ((parts & SAMPLE_PARTS.list) !== 0) {
      this.#list = Array.from({ length: reader.count() }, () => reader.varint());
    }
    const targets = this.#list.map((number) => this.#decodeTarget(reader, number));
    [this.#atMs, this.#wallMs] = [atMs, wallMs];
    const { hosts, looks } = readOtherMachines(reader, { atMs, wallMs }, targets.length);
    if (hosts !== undefined) this.#hosts = hosts === '' ? undefined : parseHostReadings(hosts);
    const sample = { atMs, wallMs, targets: targets.map((target, index) => lookedAt(target, looks[index])) };
    const rest = { searched: this.#searched, ...(this.#hosts === undefined ? {} : { hosts: this.#hosts }) };
    return { ...sample, ...rest };
  }

  #define(text: string): void {
    if (text === '') return;
    const { fields, layouts } = parseDefinitions(text);
    this.#fields.push(...fields.map(parseDescription));
    for (const numbers of layouts) {
      this.#layouts.push(numbers.map((number) => known(this.#fields[number], `field ${number}`)));
    }
  }

  #decodeTarget(reader: ByteReader, number: number): TargetSample {
    const slot = this.#slots.get(number) ?? newSlot();
    this.#slots.set(number, slot);
    const parts = reader.byte();
    if ((parts & TARGET_PARTS.head) !== 0) slot.head = parseTargetHead(reader.text());
    if ((parts & TARGET_PARTS.state) !== 0) slot.state = parseState(reader.text());
    if ((parts & TARGET_PARTS.facts) !== 0) slot.facts = readFacts(reader, slot.facts);
    const areNewFiles = (parts & TARGET_PARTS.files) !== 0;
    if (areNewFiles) slot.fileHeads = parseFileHeads(reader.text());
    if ((parts & TARGET_PARTS.values) !== 0) {
      const before = areNewFiles ? [] : slot.files;
      slot.files = slot.fileHeads.map((head, index) => this.#readFile(reader, head, before[index]));
    }
    const { process: head, ...facts } = known(slot.head, `process ${number}`);
    const process = head === undefined ? undefined : { ...head, ...known(slot.facts, `process ${number}`) };
    return { ...facts, ...known(slot.state, `process ${number}`), process, files: slot.files };
  }

  #readFile(reader: ByteReader, head: FileHead, before: FileReading | undefined): FileReading {
    const { path, tid, reason, brokenReason, layout } = head;
    if (layout === undefined) return { path, tid, reason, snapshot: undefined };
    const descriptions = known(this.#layouts[layout], `layout ${layout}`);
    const fields = readFields(reader, descriptions, before?.snapshot?.fields);
    return { path, tid, reason, snapshot: { fields, brokenReason } };
  }
}

function lookedAt(target: TargetSample, at: TargetSample['at']): TargetSample {
  return at === undefined ? target : { ...target, at };
}

function newSlot(): Slot {
  return { head: undefined, state: undefined, facts: undefined, fileHeads: [], files: [] };
}

function readFacts(reader: ByteReader, before: Slot['facts']): Slot['facts'] {
  const cpuMs = readNumber(reader, before?.cpuMs);
  const rssBytes = readNumber(reader, before?.rssBytes);
  return { cpuMs, rssBytes, threads: readNumber(reader, before?.threads) };
}

function readFields(
  reader: ByteReader,
  descriptions: readonly FieldDescription[],
  before: readonly StatsField[] | undefined,
): readonly StatsField[] {
  const fields = before?.slice() ?? [];
  const changed = reader.count();
  // Of a whole one every field is there.
  if ((before?.length ?? changed) !== descriptions.length)
    throw new PortholeError('bad-answer', 'a record lacks a field');
  let index = 0;
  for (let left = changed; left > 0; left--) {
    index += reader.varint();
    const description = known(descriptions[index], `field ${index} of a file`);
    fields[index] = readField(reader, description, before?.[index]);
    index++;
  }
  return fields;
}

function known<T>(value: T | undefined, what: string): T {
  if (value === undefined)
    throw new PortholeError('bad-answer', `a record speaks of ${what}, of which nothing was said`);
  return value;
}
