import type { FleetMessage, MetricsMessage, PointsMessage, SetupMessage } from '../messages.js';
import { takeMetrics } from './metrics.js';
import { appendPoints, loadSeries } from './series.js';
import { change, getState } from './store.js';
import { firstSubject, queryOf } from './subjects.js';

const RETRY_MS = [1000, 2000, 4000, 8000];

let source: EventSource | undefined;
let failures = 0;
let retry: ReturnType<typeof setTimeout> | undefined;

/** Asks the server for what the page shows now, and goes on asking when the connection is lost. */
export function connect(): void {
  clearTimeout(retry);
  source?.close();
  const { subject, graphs } = getState();
  const query = new URLSearchParams();
  if (subject !== undefined) query.set('subject', queryOf(subject));
  // In this order the points come.
  const ids = graphs.map(({ id }) => id);
  for (const { spec } of graphs) query.append('graph', queryOf(spec));
  const stream = new EventSource(`/live?${query.toString()}`);
  source = stream;
  stream.addEventListener('open', () => void welcome());
  stream.addEventListener('error', () => lose(stream));
  listen(stream, 'fleet', takeFleet);
  listen(stream, 'metrics', takeMetrics);
  listen(stream, 'points', (message) => appendPoints(ids, message));
}

/** What of the configuration the page must know. */
export async function loadSetup(): Promise<void> {
  const response = await fetch('/setup');
  // Our own server's answer.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  if (response.ok) change({ setup: (await response.json()) as SetupMessage });
}

/** Our own server's messages by name. */
interface Messages {
  readonly fleet: FleetMessage;
  readonly metrics: MetricsMessage;
  readonly points: PointsMessage;
}

function listen<Name extends keyof Messages>(
  stream: EventSource,
  name: Name,
  take: (message: Messages[Name]) => void,
): void {
  stream.addEventListener(name, (event: MessageEvent<string>) => take(JSON.parse(event.data)));
}

function takeFleet(fleet: FleetMessage): void {
  change({ fleet });
  if (getState().subject !== undefined) return;
  const subject = firstSubject(fleet);
  if (subject === undefined) return;
  change({ subject });
  connect();
}

async function welcome(): Promise<void> {
  const wasLost = failures > 0;
  failures = 0;
  change({ connection: { state: 'live' } });
  // What was missed meanwhile is history by now.
  if (wasLost) await Promise.all(getState().graphs.map(loadSeries));
}

function lose(stream: EventSource): void {
  if (stream !== source) return;
  stream.close();
  const delayMs = RETRY_MS[Math.min(failures, RETRY_MS.length - 1)] ?? 1000;
  failures++;
  const { connection } = getState();
  const sinceMs = connection.state === 'lost' ? connection.sinceMs : Date.now();
  change({ connection: { state: 'lost', sinceMs, retryAtMs: Date.now() + delayMs } });
  retry = setTimeout(() => void reconnect(), delayMs);
}

// A server that was started anew does not know our cookie: its form asks for the token.
async function reconnect(): Promise<void> {
  const status = await fetch('/setup').then(
    (response) => response.status,
    () => 0,
  );
  if (status === 401) location.reload();
  else connect();
}
