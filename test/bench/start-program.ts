import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';

// As `--import porthole/register` does it, when the argument says so; what is printed is what that took and left.
const IDLE_MS = 300;
const startedMs = performance.now();
if (process.argv[2] === 'agent') await import('porthole/register');
const startMs = performance.now() - startedMs;
// The console's thread takes its memory a little later.
await setTimeout(IDLE_MS);
process.stdout.write(JSON.stringify({ startMs, rssBytes: process.memoryUsage.rss() }));
