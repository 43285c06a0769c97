import { setImmediate } from 'node:timers/promises';
import { tuneEngine } from '../../src/cli/tune-engine.js';
import type { StatsField } from '../../src/format/stats-decode.js';
import { Poller } from '../../src/source/poll.js';
import type { Sample } from '../../src/source/sample.js';
import { showScreen } from '../../src/ui/show-screen.js';
import { initialState } from '../../src/ui/state.js';
import { createStore } from '../../src/ui/store.js';
import { FrameStream } from '../../src/ui/terminal/frame-stream.js';

/** What a screen took of which so many samples were made up. */
export interface HourAnswer {
  readonly rssBytes: number;
  readonly heapBytes: number;
  readonly written: number;
}

const SIZE = { columns: 160, rows: 50 };
const [samples, settleS] = process.argv.slice(2).map(Number) as [number, number];

tuneEngine();

// Two real samples: what differs between them changes in each that is made up.
const poller = new Poller();
const before = poller.poll();
await new Promise((resolve) => setTimeout(resolve, 1000));
const first = poller.poll();
const known = new Set(before.targets.flatMap(fieldsOf));

let written = 0;
const frames = new FrameStream(
  (bytes) => void (written += bytes.length),
  () => SIZE,
);
const start = { size: SIZE, hostName: 'host', userName: 'user', intervalMs: 1000, wallMs: 0, isMouseOn: true };
const store = createStore(
  initialState(start),
  () => picture.draw(store.state()),
  () => undefined,
);
const picture = showScreen(store.state(), frames, (thrown) => process.stderr.write(String(thrown)));

let sample: Sample = first;
for (let turn = 0; turn < samples; turn++) {
  store.emit({ type: 'sampled', sample });
  sample = nextOf(sample);
  await setImmediate();
}
// As it goes on: the engine gives back what it took for the haste.
for (let second = 0; second < settleS; second++) {
  store.emit({ type: 'sampled', sample });
  sample = nextOf(sample);
  await new Promise((resolve) => setTimeout(resolve, 1000));
}
const { rss, heapUsed } = process.memoryUsage();
process.stdout.write(JSON.stringify({ rssBytes: rss, heapBytes: heapUsed, written } satisfies HourAnswer));
process.exit(0);

function fieldsOf({ files }: Sample['targets'][number]): readonly StatsField[] {
  return files.flatMap(({ snapshot }) => snapshot?.fields ?? []);
}

function nextOf({ atMs, wallMs, targets, searched }: Sample): Sample {
  const next = targets.map((target) => ({
    ...target,
    process: target.process && { ...target.process, cpuMs: target.process.cpuMs + Math.random() * 20 },
    files: target.files.map((file) => ({
      ...file,
      snapshot: file.snapshot && { ...file.snapshot, fields: file.snapshot.fields.map(nextField) },
    })),
  }));
  return { atMs: atMs + 1000, wallMs: wallMs + 1000, targets: next, searched };
}

function nextField(field: StatsField): StatsField {
  if (known.has(field) || typeof field.value !== 'number') return field;
  // The heartbeat and the like go on with the clock; others go up and down.
  const value =
    field.kind === 'counter' ? field.value + Math.ceil(Math.random() * 9) : field.value * (0.95 + Math.random() / 10);
  return { ...field, value };
}
