import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { messageOf, systemCodeOf } from '../errors.js';

/** Whose handler a signal would run: Node's, or one that the program has registered. */
export interface SignalOwner {
  readonly owner: 'node' | 'program' | 'unknown';
  /** Why it is unknown. */
  readonly reason: string;
}

// libuv's structures on 64-bit Unix, the same in all of its versions 1: uv_loop_t, and a handle's common fields.
const LOOP_HANDLES = 16;
const LOOP_MAX_BYTES = 4096;
const HANDLE_LOOP = 8;
const HANDLE_TYPE = 16;
const HANDLE_QUEUE = 32;
const HANDLE_FLAGS = 88;
const SIGNAL_NUMBER = 104;
const SIGNAL_BYTES = 112;
const UV_SIGNAL = 16;
const UV_HANDLE_ACTIVE = 4;

const WORD_BYTES = 8;
const MAX_DATA_BYTES = 64 * 1024 * 1024;
const MAX_HANDLES = 100_000;
// The process runs on while it is read: a list that changes under us is read again.
const ATTEMPTS = 5;

type Read = (address: number, length: number) => Buffer;

/**
 * Tells from its memory whether a process has a `process.on` of its own for a signal. The kernel tells only that there is
 * a handler; Node's inspector has one, and the program's replaces it. The main thread's event loop has a list of
 * all its handles, each `process.on('SIG…')` among them.
 *
 * Reads only; the process is not stopped. Cost: about 10 ms here.
 */
export function readSignalOwner(pid: number, signal: number): SignalOwner {
  if (!['x64', 'arm64'].includes(process.arch)) return unknown(`not known for ${process.arch}`);
  let reason = 'its event loop was not found';
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    try {
      const signals = withMemory(pid, (read) => findLoops(pid, read).flatMap((loop) => listSignals(loop, read)));
      if (signals.length > 0) return { owner: signals.includes(signal) ? 'program' : 'node', reason: '' };
    } catch (thrown) {
      if (['EACCES', 'EPERM'].includes(systemCodeOf(thrown) ?? '')) return unknown('its memory may not be read by you');
      reason = messageOf(thrown);
    }
  }
  return unknown(reason);
}

function unknown(reason: string): SignalOwner {
  return { owner: 'unknown', reason };
}

function withMemory<T>(pid: number, use: (read: Read) => T): T {
  const file = openSync(`/proc/${pid}/mem`, 'r');
  try {
    return use((address, length) => {
      const bytes = Buffer.alloc(length);
      readSync(file, bytes, 0, length, address);
      return bytes;
    });
  } finally {
    closeSync(file);
  }
}

/**
 * The main thread's loop stands in the static data of Node or of libuv's library. It is known by the one handle that is a
 * part of it: a signal handle (for child processes), whose loop begins a little before itself.
 */
function findLoops(pid: number, read: Read): readonly number[] {
  return listStaticData(pid).flatMap(({ start, end }) => {
    const bytes = read(start, end - start);
    const words = new BigUint64Array(bytes.buffer, bytes.byteOffset, bytes.length / WORD_BYTES);
    const loops: number[] = [];
    for (let index = HANDLE_TYPE / WORD_BYTES; index < words.length; index++) {
      if (words[index] !== BigInt(UV_SIGNAL)) continue;
      const handle = start + index * WORD_BYTES - HANDLE_TYPE;
      const loop = Number(words[index - (HANDLE_TYPE - HANDLE_LOOP) / WORD_BYTES]);
      if (loop >= start && loop < handle && handle - loop < LOOP_MAX_BYTES) loops.push(loop);
    }
    return loops;
  });
}

/** The signals that have a handle, 0 for a handle that waits for none. @throws When the list is not closed. */
function listSignals(loop: number, read: Read): readonly number[] {
  const signals: number[] = [];
  const head = loop + LOOP_HANDLES;
  let entry = Number(read(head, WORD_BYTES).readBigUInt64LE());
  for (let count = 0; entry !== head; count++) {
    if (count > MAX_HANDLES) throw new Error('its event loop has too many handles');
    const handle = read(entry - HANDLE_QUEUE, SIGNAL_BYTES);
    if (Number(handle.readBigUInt64LE(HANDLE_LOOP)) !== loop) throw new Error('its event loop could not be read');
    if (handle.readUInt32LE(HANDLE_TYPE) === UV_SIGNAL) {
      const isActive = (handle.readUInt32LE(HANDLE_FLAGS) & UV_HANDLE_ACTIVE) !== 0;
      signals.push(isActive ? handle.readInt32LE(SIGNAL_NUMBER) : 0);
    }
    entry = Number(handle.readBigUInt64LE(HANDLE_QUEUE));
  }
  return signals;
}

/** Writable data of programs and libraries, and the zeroed part that the kernel puts behind it without a name. */
function listStaticData(pid: number): readonly { readonly start: number; readonly end: number }[] {
  let before = { end: -1, isStatic: false };
  return readFileSync(`/proc/${pid}/maps`, 'utf8')
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [range = '', permissions = '', , , , path = ''] = line.split(/\s+/);
      const [start = 0, end = 0] = range.split('-').map((address) => Number.parseInt(address, 16));
      const isStatic = path.startsWith('/') || (path === '' && before.isStatic && before.end === start);
      before = { end, isStatic };
      const isWanted = isStatic && permissions.startsWith('rw') && end - start <= MAX_DATA_BYTES;
      return isWanted ? [{ start, end }] : [];
    });
}
