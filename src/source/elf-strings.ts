import { readSync } from 'node:fs';

const HEADER_BYTES = 64;
const PROGRAM_HEADER_BYTES = 56;
const DYNAMIC_ENTRY_BYTES = 16;
const PT_LOAD = 1;
const PT_DYNAMIC = 2;
const DT_STRTAB = 5;
const DT_STRSZ = 10;
const MAX_PROGRAM_HEADERS = 128;
const MAX_DYNAMIC_BYTES = 64 * 1024;
// Node's own has 5 MB.
const MAX_STRINGS_BYTES = 64 * 1024 * 1024;

interface Segment {
  readonly type: number;
  readonly offset: number;
  readonly address: number;
  readonly size: number;
}

/**
 * The names that a 64-bit little-endian ELF executable needs from others and offers to them, each ended by a NUL.
 *
 * They are found as the loader finds them, through the program headers: those
 * are there in stripped and in packed executables too.
 *
 * Cost: three small reads and that of the names, 5 MB for Node.
 *
 * @returns `undefined` for any other file, and for one that is linked statically.
 * @throws the system's error when it cannot be read.
 */
export function readDynamicStrings(file: number): Buffer | undefined {
  const header = readAt(file, 0, HEADER_BYTES);
  const isElf = header.length === HEADER_BYTES && header.readUInt32BE(0) === 0x7f454c46;
  if (!isElf || header[4] !== 2 || header[5] !== 1) return undefined;
  const segments = readSegments(file, numberAt(header, 32), header.readUInt16LE(56));
  const dynamic = segments.find(({ type }) => type === PT_DYNAMIC);
  if (dynamic === undefined) return undefined;
  const entries = readAt(file, dynamic.offset, Math.min(dynamic.size, MAX_DYNAMIC_BYTES));
  const address = findEntry(entries, DT_STRTAB);
  const size = findEntry(entries, DT_STRSZ);
  if (address === undefined || size === undefined || size > MAX_STRINGS_BYTES) return undefined;
  const holder = segments.find(
    (segment) => segment.type === PT_LOAD && address >= segment.address && address < segment.address + segment.size,
  );
  return holder === undefined ? undefined : readAt(file, holder.offset + address - holder.address, size);
}

function readSegments(file: number, offset: number, count: number): readonly Segment[] {
  const bytes = readAt(file, offset, Math.min(count, MAX_PROGRAM_HEADERS) * PROGRAM_HEADER_BYTES);
  return Array.from({ length: Math.floor(bytes.length / PROGRAM_HEADER_BYTES) }, (_, index) => {
    const start = index * PROGRAM_HEADER_BYTES;
    return {
      type: bytes.readUInt32LE(start),
      offset: numberAt(bytes, start + 8),
      address: numberAt(bytes, start + 16),
      size: numberAt(bytes, start + 32),
    };
  });
}

function findEntry(entries: Buffer, tag: number): number | undefined {
  for (let start = 0; start + DYNAMIC_ENTRY_BYTES <= entries.length; start += DYNAMIC_ENTRY_BYTES) {
    if (numberAt(entries, start) === tag) return numberAt(entries, start + 8);
  }
  return undefined;
}

function numberAt(bytes: Buffer, offset: number): number {
  return Number(bytes.readBigUInt64LE(offset));
}

function readAt(file: number, offset: number, size: number): Buffer {
  if (!Number.isSafeInteger(offset + size)) return Buffer.alloc(0);
  const bytes = Buffer.allocUnsafe(size);
  return bytes.subarray(0, readSync(file, bytes, 0, size, offset));
}
