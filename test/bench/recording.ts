import { rmSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { encodeHeader } from '../../src/format/recording/frame.js';
import { RecordingDecoder } from '../../src/format/recording/recording-decoder.js';
import { RecordingEncoder } from '../../src/format/recording/recording-encoder.js';
import type { Sample, TargetSample } from '../../src/format/sample.js';
import type { StatsField } from '../../src/format/stats-decode.js';
import { Poller } from '../../src/source/poll.js';
import { parseSelection } from '../../src/source/select.js';
import { startFleet } from './fleet.js';
import { describeMachine, readOwnVersion } from './machine.js';
import type { BenchOptions, Report, Row } from './report.js';

const PROCESSES = 50;
const METRICS = 60;

interface Measured {
  readonly bytes: number;
  readonly packedBytes: number;
  readonly wholeBytes: number;
  readonly encodeMs: number;
  readonly decodeMs: number;
}

/** What a recording of 50 processes with 60 metrics each takes: bytes, and CPU to write and to read it. */
export async function benchRecording({ isQuick }: BenchOptions): Promise<Report> {
  await using fleet = await startFleet(PROCESSES, METRICS);
  const poller = new Poller(parseSelection([fleet.folder]));
  const first = poller.poll();
  const count = isQuick ? 20 : 600;
  const startedCpuMs = cpuMs();
  for (let index = 0; index < (isQuick ? 2 : 50); index++) poller.poll();
  const pollMs = (cpuMs() - startedCpuMs) / (isQuick ? 2 : 50);
  const rows = [0.1, 0.5, 1].map((part) => rowOf(part, count, pollMs, measure(samplesOf(first, part, count))));
  rmSync(fleet.folder, { recursive: true, force: true });
  return {
    benchmark: isQuick ? 'recording, quick form: its numbers mean nothing' : 'recording',
    machine: describeMachine(),
    versions: { porthole: readOwnVersion(), node: process.version },
    sections: [
      { title: `${PROCESSES} processes of ${METRICS} metrics, one sample a second, ${count} samples`, rows },
      {
        title: 'Promise',
        rows: rows.slice(0, 2).map((row) => ({
          case: row['metrics that change'],
          'kB/s': row['kB/s'],
          promise: '≤ 20 kB/s',
          kept: Number(row['kB/s']) <= 20 ? 'yes' : 'no',
        })),
      },
    ],
    notMeasured: ['stack dumps and stalls: some kB each', 'the disk'],
  };
}

function rowOf(part: number, count: number, pollMs: number, { bytes, packedBytes, wholeBytes, ...ms }: Measured): Row {
  return {
    'metrics that change': `${part * 100} % of them`,
    'bytes/sample': Math.round(bytes / count),
    'kB/s': bytes / count / 1000,
    'gzipped kB/s': packedBytes / count / 1000,
    'a whole sample, bytes': wholeBytes,
    'poll CPU ms': pollMs,
    'encode CPU ms/sample': ms.encodeMs / count,
    'decode CPU ms/sample': ms.decodeMs / count,
  };
}

function measure(samples: readonly Sample[]): Measured {
  const encoder = new RecordingEncoder();
  let startedMs = cpuMs();
  const records = samples.map((sample) => encoder.sample(sample));
  const encodeMs = cpuMs() - startedMs;
  const recording = Buffer.concat([encodeHeader(), ...records]);
  startedMs = cpuMs();
  const decoder = new RecordingDecoder();
  if (decoder.push(recording).length !== samples.length) throw new Error('not every sample was read back');
  const decodeMs = cpuMs() - startedMs;
  const packedBytes = gzipSync(recording).length;
  return { bytes: recording.length, packedBytes, wholeBytes: records[0]?.length ?? 0, encodeMs, decodeMs };
}

/** Samples of living programs: a part of the metrics changes from each to the next, by amounts that differ. */
function samplesOf(first: Sample, part: number, count: number): readonly Sample[] {
  const samples = [first];
  for (let index = 1; index < count; index++) {
    const before = samples[index - 1] ?? first;
    const targets = before.targets.map((target) => moveOn(target, part));
    samples.push({ ...before, atMs: first.atMs + index * 1000.123, wallMs: first.wallMs + index * 1000, targets });
  }
  return samples;
}

function moveOn(target: TargetSample, part: number): TargetSample {
  const process = target.process && { ...target.process, cpuMs: target.process.cpuMs + Math.round(Math.random() * 90) };
  const files = target.files.map((file) => {
    if (file.snapshot === undefined) return file;
    const fields = file.snapshot.fields.map((field) => (Math.random() < part ? changed(field) : field));
    return { ...file, snapshot: { ...file.snapshot, fields } };
  });
  return { ...target, process, files };
}

function changed(field: StatsField): StatsField {
  if (typeof field.value !== 'number') return field;
  const value = field.kind === 'counter' ? field.value + Math.ceil(Math.random() * 500) : Math.random() * 100;
  return { ...field, value };
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
