import { hostname } from 'node:os';
import { PortholeError } from '../../errors.js';
import { formatGraphite, isForGraphite, plainPart } from '../../export/graphite.js';
import { noTotals, totalPrograms } from '../../model/program-totals.js';
import type { Sample } from '../../source/sample.js';
import { EXIT_DONE, EXIT_FAILED } from '../exit-code.js';
import { complain, type Io } from '../io.js';
import { LineSender } from '../line-sender.js';
import { describeNothing, type LookOptions, openPoller } from '../look.js';
import { nextSignal } from '../signals.js';

export interface PushOptions extends LookOptions {
  /** `graphite://HOST:PORT` */
  readonly destination: string;
  readonly everyMs: number;
  /** Before every path; the default is `porthole.HOSTNAME`. */
  readonly prefix: string | undefined;
  readonly isOnce: boolean;
}

const DEFAULT_PORT = 2003;
// For what is still on its way when the command ends.
const ONCE_DEADLINE_MS = 10_000;
const END_DEADLINE_MS = 1000;

/** `porthole push`: every so often the metrics of all programs to Graphite, until it is interrupted. */
export async function runPush(io: Io, options: PushOptions): Promise<number> {
  const { host, port } = parseDestination(options.destination);
  const poller = openPoller(io, options);
  const server = `graphite at ${host}:${port}`;
  const sender = new LineSender({
    host,
    port,
    onDown: (reason) =>
      complain(io, `${server}: ${reason}; ${options.isOnce ? 'trying again' : 'what comes meanwhile waits'}`),
    onUp: () => complain(io, `${server} is there again; ${sender.counts.dropped} lines were dropped so far`),
  });
  const appendSample = sampleAppender(sender, options.prefix ?? `porthole.${plainPart(hostname())}`);
  if (options.isOnce) return await pushOnce(io, poller.poll(), options, sender, appendSample);
  const end = new AbortController();
  try {
    const interruption = nextSignal(end.signal);
    const pushing = pushInto(appendSample, poller.samples({ intervalMs: options.everyMs, signal: end.signal }));
    await Promise.race([interruption, pushing]);
    return EXIT_DONE;
  } finally {
    end.abort();
    await sender.flush(END_DEADLINE_MS);
    await sender.close(END_DEADLINE_MS);
  }
}

async function pushOnce(
  io: Io,
  sample: Sample,
  { targets }: PushOptions,
  sender: LineSender,
  appendSample: (sample: Sample) => void,
): Promise<number> {
  if (sample.targets.length > 0) appendSample(sample);
  await sender.flush(ONCE_DEADLINE_MS);
  await sender.close(END_DEADLINE_MS);
  if (sample.targets.length === 0) complain(io, describeNothing(sample.searched, targets));
  else if (sender.counts.dropped > 0) complain(io, `${sender.counts.dropped} lines were not sent`);
  return sample.targets.length > 0 && sender.counts.dropped === 0 ? EXIT_DONE : EXIT_FAILED;
}

async function pushInto(
  appendSample: (sample: Sample) => void,
  samples: ReturnType<ReturnType<typeof openPoller>['samples']>,
): Promise<void> {
  for await (const sample of samples) appendSample(sample);
}

/** Puts the lines of each sample into the queue, and what became of those before it. */
function sampleAppender(sender: LineSender, prefix: string): (sample: Sample) => void {
  let totals = noTotals;
  return (sample) => {
    const { state, metrics } = totalPrograms(totals, sample, isForGraphite);
    totals = state;
    const seconds = Math.floor(sample.wallMs / 1000);
    const own = Object.entries(sender.counts).map(
      ([name, count]) => `${prefix}.porthole.push.${name} ${count} ${seconds}`,
    );
    sender.append([...formatGraphite(metrics, prefix, sample.wallMs), ...own]);
  };
}

/** @throws PortholeError `wrong-usage` for anything but `graphite://HOST[:PORT]`. */
function parseDestination(text: string): { readonly host: string; readonly port: number } {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isBare = url !== undefined && ['', '/'].includes(url.pathname) && url.search === '' && url.username === '';
  if (url?.protocol !== 'graphite:' || url.hostname === '' || !isBare) {
    throw new PortholeError('wrong-usage', `${text}: the destination is graphite://HOST:PORT`);
  }
  return { host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port: url.port === '' ? DEFAULT_PORT : Number(url.port) };
}
