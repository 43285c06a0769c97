import type { Sample, TargetSample } from '../sample.js';
import type { ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';
import { readNumber, writeValue } from './number-codec.js';

/** When a process of another machine was looked at. */
type Look = NonNullable<TargetSample['at']>;

/** What a sample says of other machines, behind its processes: who does not know it reads no further. */
export interface OtherMachines {
  /** The JSON of their list, empty for none; `undefined`: as in the sample before. */
  readonly hosts: string | undefined;
  /** Of each process of the sample, in its order. */
  readonly looks: readonly (Look | undefined)[];
}

const PARTS = { hosts: 1, looks: 2 } as const;

/** Writes it; nothing where there is nothing to say. The processes of one machine share their moment: a byte for each. */
export function writeOtherMachines(writer: ByteWriter, sample: Sample, hosts: string | undefined): void {
  const looks = [...new Set(sample.targets.map(({ at }) => at).filter((at) => at !== undefined))];
  const parts = (hosts === undefined ? 0 : PARTS.hosts) | (looks.length === 0 ? 0 : PARTS.looks);
  if (parts === 0) return;
  writer.byte(parts);
  if (hosts !== undefined) writer.text(hosts);
  if (looks.length === 0) return;
  writer.varint(looks.length);
  for (const { atMs, wallMs } of looks) {
    writeValue(writer, atMs, sample.atMs);
    writeValue(writer, wallMs, sample.wallMs);
  }
  for (const { at } of sample.targets) writer.varint(at === undefined ? 0 : looks.indexOf(at) + 1);
}

/** @throws PortholeError `bad-answer` for bytes that are nothing of the kind. */
export function readOtherMachines(
  reader: ByteReader,
  sample: Pick<Sample, 'atMs' | 'wallMs'>,
  targetCount: number,
): OtherMachines {
  const parts = reader.isAtEnd ? 0 : reader.byte();
  const hosts = (parts & PARTS.hosts) === 0 ? undefined : reader.text();
  if ((parts & PARTS.looks) === 0) return { hosts, looks: [] };
  const looks = Array.from({ length: reader.count() }, (): Look => {
    const atMs = readNumber(reader, sample.atMs);
    return { atMs, wallMs: readNumber(reader, sample.wallMs) };
  });
  return { hosts, looks: Array.from({ length: targetCount }, () => looks[reader.varint() - 1]) };
}
