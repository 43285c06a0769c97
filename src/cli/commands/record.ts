import { PortholeError } from '../../errors.js';
import { formatBytes } from '../../units.js';
import { EXIT_DONE, EXIT_FAILED } from '../exit-code.js';
import { complain, type Io } from '../io.js';
import { describeNothing, type LookOptions, openPoller } from '../look.js';
import { openHosts } from '../open-hosts.js';
import type { HostOptions } from '../program-hosts.js';
import { HostTroubles } from '../recording/host-troubles.js';
import { Recorder, type RecorderOptions } from '../recording/recorder.js';
import { RecordingFile, type RecordingSink } from '../recording/recording-file.js';
import { RecordingPipe } from '../recording/recording-pipe.js';
import { nextSignal } from '../signals.js';

export interface RecordOptions extends LookOptions, HostOptions, RecorderOptions {
  /** `-` is stdout. */
  readonly file: string;
  /** `undefined`: until it is interrupted. */
  readonly seconds: number | undefined;
}

/** `porthole record`: samples, stalls and the dumps of what is stuck into a file, until it is interrupted. */
export async function runRecord(io: Io, options: RecordOptions): Promise<number> {
  const { file, seconds, intervalMs } = options;
  const poller = openPoller(io, options);
  using hosts = openHosts(options, options);
  const sink = openSink(io, file);
  const end = new AbortController();
  const stop = (): void => end.abort();
  nextSignal(end.signal).then(stop, stop);
  const timer = seconds === undefined ? undefined : setTimeout(stop, seconds * 1000);
  const recorder = new Recorder(sink, options);
  const troubles = new HostTroubles();
  if (io.stderr.isTTY) complain(io, `recording to ${file}; Ctrl-C ends it`);
  try {
    for await (const sample of hosts.addTo(poller.samples({ intervalMs, signal: end.signal }))) {
      for (const trouble of troubles.look(sample)) complain(io, trouble);
      await recorder.take(sample);
      if (recorder.sampleCount === 1 && sample.targets.length === 0) {
        complain(io, `${describeNothing(sample.searched, options.targets)}. What starts from now on is recorded`);
      }
      if (recorder.isFull) break;
    }
    await recorder.finish();
  } finally {
    clearTimeout(timer);
    stop();
    sink.close();
  }
  const limit = recorder.isFull ? `; ${formatBytes(options.maxBytes)} is its limit` : '';
  const said = `${file}: ${recorder.sampleCount} samples, ${formatBytes(sink.sizeBytes)}${limit}`;
  if (recorder.isFull || io.stderr.isTTY) complain(io, said);
  return recorder.sampleCount > 0 ? EXIT_DONE : EXIT_FAILED;
}

function openSink(io: Io, file: string): RecordingSink {
  if (file !== '-') return new RecordingFile(file);
  if (!io.stdout.isTTY) return new RecordingPipe(io.stdout);
  throw new PortholeError('wrong-usage', 'a recording is no text: porthole record FILE, or porthole record - | …');
}
