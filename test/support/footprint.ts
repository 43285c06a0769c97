import { channel } from 'node:diagnostics_channel';
import { readdirSync } from 'node:fs';

const CHANNELS = [
  'http.server.request.start',
  'http.server.response.finish',
  'http.client.request.start',
  'http.client.request.error',
  'http.client.response.finish',
  'undici:request:create',
  'undici:request:headers',
  'undici:request:error',
  'net.client.socket',
  'net.server.socket',
  'child_process',
  'worker_threads',
  'tracing:mysql2:query:start',
  'tracing:ioredis:command:start',
  'tracing:node-redis:command:start',
];

// Node makes this stream at the first look at it, which the loading of koffi is (Node 22 on).
void process.stderr;

/** What an agent in this process would be seen by: listeners, subscriptions, what keeps the loop alive, threads, files, globals. */
export function describeFootprint(): string {
  const listeners = process.eventNames().map((name) => `${String(name)} ${process.listenerCount(name)}`);
  const subscribed = CHANNELS.filter((name) => channel(name).hasSubscribers);
  const globals = Object.getOwnPropertySymbols(globalThis).map(String);
  const [threads, files] = ['task', 'fd'].map((folder) => readdirSync(`/proc/self/${folder}`).length);
  return JSON.stringify({
    listeners: listeners.toSorted(),
    subscribed,
    resources: process.getActiveResourcesInfo().toSorted(),
    threads,
    files,
    globals: globals.filter((name) => name.includes('porthole.agent')),
  });
}
