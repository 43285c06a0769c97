import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { messageOf } from '../errors.js';
import { sampleOfExposition } from '../export/exposition-sample.js';
import { parseSample } from '../export/parse-sample.js';
import { CONTENT_TYPES } from '../export/prometheus.js';
import type { Sample } from '../source/sample.js';
import type { Host, HostSpec } from './host.js';

/** Reads what is at an address, in bounded time and bytes. @throws Error that says in one line why not. */
export type ReadUrl = (
  request: { readonly url: string; readonly token: string | undefined; readonly accept: string },
  stop: AbortSignal,
) => Promise<string>;

const INTERVAL_MS = 1000;
// One that does not answer is asked less often, and is seen again soon after it is back.
const RETRY_MS = 5000;

/** Asks each of the other hosts again and again until `stop`; what each says, or why it does not, stands in it. */
export async function followHosts(hosts: readonly Host[], readUrl: ReadUrl, stop: AbortSignal): Promise<void> {
  await Promise.all(hosts.map((host) => followHost(host, readUrl, stop)));
}

/** An answer of another porthole to one of its routes. @throws as {@link ReadUrl}, and for what is no JSON. */
export async function askPorthole(spec: HostSpec, path: string, readUrl: ReadUrl, stop: AbortSignal): Promise<unknown> {
  const url = new URL(path, spec.url).href;
  const text = await readUrl({ url, token: spec.token, accept: 'application/json' }, stop);
  try {
    return JSON.parse(text);
  } catch (thrown) {
    throw new Error('what answers there is no porthole', { cause: thrown });
  }
}

async function followHost(host: Host, readUrl: ReadUrl, stop: AbortSignal): Promise<void> {
  const { spec } = host;
  if (spec === undefined) return;
  for (;;) {
    const startMs = performance.now();
    try {
      const sample = await readHost(spec, readUrl, stop);
      // Its own clock has not moved: nothing was looked at since.
      if (sample.atMs !== host.live.latest?.atMs) host.live.append(sample);
      host.reason = undefined;
    } catch (thrown) {
      host.reason = messageOf(thrown);
    }
    const intervalMs = host.reason === undefined ? INTERVAL_MS : RETRY_MS;
    await wait(Math.max(0, intervalMs - (performance.now() - startMs)), undefined, { signal: stop }).catch(
      () => undefined,
    );
    if (stop.aborted) return;
  }
}

async function readHost(spec: HostSpec, readUrl: ReadUrl, stop: AbortSignal): Promise<Sample> {
  if (spec.type === 'porthole') {
    const sample = parseSample(await askPorthole(spec, 'sample', readUrl, stop));
    if (sample === undefined) throw new Error('what answers there is no porthole, or another version of it');
    return sample;
  }
  const accept = `${CONTENT_TYPES.openmetrics};q=0.9,text/plain;version=0.0.4;q=0.8,*/*;q=0.1`;
  const page = await readUrl({ url: spec.url, token: spec.token, accept }, stop);
  const times = { atMs: performance.now(), wallMs: Date.now() };
  const sample = sampleOfExposition(page, { name: spec.name, url: spec.url, ...times });
  if (sample === undefined) throw new Error('there are no metrics on its page');
  return sample;
}
