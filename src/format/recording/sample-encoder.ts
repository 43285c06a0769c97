import { targetKey } from '../../target.js';
import type { FileReading, ProcessReading, Sample, TargetSample } from '../sample.js';
import type { StatsField } from '../stats-decode.js';
import { ByteWriter } from './byte-writer.js';
import { describeField, hasSameValue, isDescribedAlike, writeField } from './field-codec.js';
import { writeValue } from './number-codec.js';
import { writeOtherMachines } from './other-machines.js';
import { SAMPLE_PARTS, TARGET_PARTS } from './sample-layout.js';

/** What was written of a process last. */
interface Slot {
  readonly number: number;
  head: string;
  state: string;
  files: string;
  process: ProcessReading | undefined;
  readings: readonly EncodedFile[];
}

interface EncodedFile {
  readonly reading: FileReading;
  /** `undefined` of a file that could not be read. */
  readonly layout: number | undefined;
}

/** Samples to bytes, each as it differs from the one before. */
export class SampleEncoder {
  readonly #body = new ByteWriter();
  readonly #slots = new Map<string, Slot>();
  readonly #fieldNumbers = new Map<string, number>();
  readonly #layoutNumbers = new Map<string, number>();
  #newFields: object[] = [];
  #newLayouts: (readonly number[])[] = [];
  #list = '';
  #searched = '';
  #hosts = '';
  #atMs = 0;
  #wallMs = 0;

  /** The payload of a record. Of a new encoder it is a whole sample, which needs none before it. */
  encode(sample: Sample): Uint8Array {
    const body = this.#body;
    const slots = this.#assignSlots(sample.targets);
    const list = slots.map(({ number }) => number);
    const searched = JSON.stringify(sample.searched);
    const hasList = list.join() !== this.#list;
    const hasSearched = searched !== this.#searched;
    body.byte((hasSearched ? SAMPLE_PARTS.searched : 0) | (hasList ? SAMPLE_PARTS.list : 0));
    writeValue(body, sample.atMs, this.#atMs);
    writeValue(body, sample.wallMs, this.#wallMs);
    if (hasSearched) body.text(searched);
    if (hasList) {
      body.varint(list.length);
      for (const number of list) body.varint(number);
    }
    sample.targets.forEach((target, index) => {
      const slot = slots[index];
      if (slot !== undefined) this.#encodeTarget(slot, target);
    });
    const hosts = sample.hosts === undefined ? '' : JSON.stringify(sample.hosts);
    writeOtherMachines(body, sample, hosts === this.#hosts ? undefined : hosts);
    [this.#list, this.#searched, this.#hosts] = [list.join(), searched, hosts];
    [this.#atMs, this.#wallMs] = [sample.atMs, sample.wallMs];
    return this.#withDefinitions(body.take());
  }

  #assignSlots(targets: readonly TargetSample[]): readonly Slot[] {
    const timesSeen = new Map<string, number>();
    return targets.map(({ target }) => {
      const key = targetKey(target);
      const count = (timesSeen.get(key) ?? 0) + 1;
      timesSeen.set(key, count);
      const unique = `${count} ${key}`;
      const known = this.#slots.get(unique);
      if (known !== undefined) return known;
      const slot = { number: this.#slots.size, head: '', state: '', files: '', process: undefined, readings: [] };
      this.#slots.set(unique, slot);
      return slot;
    });
  }

  #encodeTarget(slot: Slot, target: TargetSample): void {
    const body = this.#body;
    const { process } = target;
    const head = JSON.stringify(headOf(target));
    const state = JSON.stringify([target.state, target.stateReason]);
    const readings = target.files.map((reading, index) => this.#lookUp(reading, slot.readings[index]));
    const files = JSON.stringify(readings.map(describeFile));
    const areNewFiles = files !== slot.files;
    const parts = {
      head: head !== slot.head,
      state: state !== slot.state,
      facts: process !== undefined && !hasSameFacts(process, slot.process),
      files: areNewFiles,
      values: areNewFiles || readings.some(({ reading }, index) => hasNewValue(reading, slot.readings[index]?.reading)),
    };
    body.byte(
      (parts.head ? TARGET_PARTS.head : 0) |
        (parts.state ? TARGET_PARTS.state : 0) |
        (parts.facts ? TARGET_PARTS.facts : 0) |
        (parts.files ? TARGET_PARTS.files : 0) |
        (parts.values ? TARGET_PARTS.values : 0),
    );
    if (parts.head) body.text(head);
    if (parts.state) body.text(state);
    if (parts.facts && process !== undefined) writeFacts(body, process, slot.process);
    if (parts.files) body.text(files);
    if (parts.values) {
      readings.forEach(({ reading }, index) => {
        const before = areNewFiles ? undefined : slot.readings[index]?.reading;
        if (reading.snapshot !== undefined) writeValues(body, reading.snapshot.fields, before?.snapshot?.fields ?? []);
      });
    }
    Object.assign(slot, { head, state, files, readings, process: process ?? slot.process });
  }

  #lookUp(reading: FileReading, before: EncodedFile | undefined): EncodedFile {
    const fields = reading.snapshot?.fields;
    if (fields === undefined) return { reading, layout: undefined };
    const known = before?.reading.snapshot?.fields;
    const isAlike =
      known?.length === fields.length &&
      fields.every((field, index) => field === known[index] || isDescribedAlike(field, known[index] ?? field));
    return { reading, layout: isAlike ? before?.layout : this.#layoutOf(fields) };
  }

  #layoutOf(fields: readonly StatsField[]): number {
    const numbers = fields.map((field) => {
      const description = describeField(field);
      return numberOf(this.#fieldNumbers, JSON.stringify(description), () => this.#newFields.push(description));
    });
    return numberOf(this.#layoutNumbers, numbers.join(), () => this.#newLayouts.push(numbers));
  }

  #withDefinitions(body: Uint8Array): Uint8Array {
    const isNew = this.#newFields.length + this.#newLayouts.length > 0;
    const definitions = { fields: this.#newFields, layouts: this.#newLayouts };
    const writer = new ByteWriter();
    writer.text(isNew ? JSON.stringify(definitions) : '');
    writer.raw(body);
    [this.#newFields, this.#newLayouts] = [[], []];
    return writer.take();
  }
}

function numberOf(known: Map<string, number>, key: string, onNew: () => void): number {
  const number = known.get(key);
  if (number !== undefined) return number;
  onNew();
  known.set(key, known.size);
  return known.size - 1;
}

function headOf({ target, name, runtime, hasAgent, socket, process }: TargetSample): object {
  if (process === undefined) return { target, name, runtime, hasAgent, socket };
  const { cpuMs: _, rssBytes: __, threads: ___, ...facts } = process;
  return { target, name, runtime, hasAgent, socket, process: facts };
}

function describeFile({ reading: { path, tid, reason, snapshot }, layout }: EncodedFile): object {
  return { path, tid, reason, brokenReason: snapshot?.brokenReason, layout };
}

function hasSameFacts(a: ProcessReading, b: ProcessReading | undefined): boolean {
  return Object.is(a.cpuMs, b?.cpuMs) && Object.is(a.rssBytes, b?.rssBytes) && Object.is(a.threads, b?.threads);
}

function writeFacts(writer: ByteWriter, process: ProcessReading, before: ProcessReading | undefined): void {
  writeValue(writer, process.cpuMs, before?.cpuMs);
  writeValue(writer, process.rssBytes, before?.rssBytes);
  writeValue(writer, process.threads, before?.threads);
}

function hasNewValue({ snapshot }: FileReading, before: FileReading | undefined): boolean {
  const known = before?.snapshot?.fields;
  return snapshot?.fields.some((field, index) => isChanged(field, known?.[index])) ?? false;
}

function writeValues(writer: ByteWriter, fields: readonly StatsField[], before: readonly StatsField[]): void {
  const changed = [...fields.keys()].filter((index) => {
    const field = fields[index];
    return field !== undefined && isChanged(field, before[index]);
  });
  writer.varint(changed.length);
  let next = 0;
  for (const index of changed) {
    const field = fields[index];
    if (field === undefined) continue;
    writer.varint(index - next);
    writeField(writer, field, before[index]);
    next = index + 1;
  }
}

function isChanged(field: StatsField, before: StatsField | undefined): boolean {
  return before === undefined || !hasSameValue(field, before);
}
