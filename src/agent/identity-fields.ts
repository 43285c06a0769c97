import { threadId } from 'node:worker_threads';
import { AGENT_FIELDS } from '../format/agent-fields.js';
import { encodeText } from '../format/stats-encode.js';
import { readOwnVersion } from '../own-version.js';
import { readOwnStartTicks } from './own-process.js';
import type { StatsFile } from './stats-file.js';

const TEXT_BYTES = 256;

/** Writes the fields that never change: who the process is, since when, and what runs in it. */
export function addIdentityFields(file: StatsFile, programName: string, tid: number): void {
  addNumber(file, AGENT_FIELDS.pid, process.pid);
  addNumber(file, AGENT_FIELDS.tid, tid);
  addNumber(file, AGENT_FIELDS.threadId, threadId);
  addNumber(file, AGENT_FIELDS.uid, process.getuid?.());
  addNumber(file, AGENT_FIELDS.gid, process.getgid?.());
  addNumber(file, AGENT_FIELDS.startTicks, readOwnStartTicks());
  const created = new Uint8Array(Float64Array.of(Date.now() / 1e3).buffer);
  const help = 'When this file was made, in seconds since 1970';
  file.add({ name: AGENT_FIELDS.created, kind: 'gauge', unit: undefined, help }, 'd', created);
  addText(file, AGENT_FIELDS.nodeVersion, process.version);
  addText(file, AGENT_FIELDS.agentVersion, readOwnVersion());
  addText(file, AGENT_FIELDS.programName, programName);
}

/** Leaves for those who look at the dead why the program ends. Never throws. */
export function recordFatalError(file: StatsFile, error: unknown): void {
  try {
    const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    addText(file, AGENT_FIELDS.fatalError, said.split('\n', 1)[0] ?? '');
    file.copy();
  } catch {
    // What was thrown cannot be put into words, or the file is full.
  }
}

function addNumber(file: StatsFile, name: string, value: number | undefined): void {
  if (value === undefined) return;
  const bytes = new Uint8Array(BigUint64Array.of(BigInt(value)).buffer);
  file.add({ name, kind: 'gauge', unit: undefined, help: undefined }, 'Q', bytes);
}

function addText(file: StatsFile, name: string, value: string): void {
  const meta = { name, kind: 'text', unit: undefined, help: undefined } as const;
  file.add(meta, `${TEXT_BYTES}s`, encodeText(value, TEXT_BYTES));
}
