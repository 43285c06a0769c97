import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ThreadDump } from '../../src/format/stack-dump.js';
import { median } from '../bench/report.js';
import { dumpMain, requestDump, startAnswering } from '../support/agent.js';

// `npm run harm` takes 2000.
const DUMPS = Number(process.env['PORTHOLE_HARM_DUMPS'] ?? 80);
const CONNECTIONS = 4;
// What the program's own HTTP server leaves behind within a minute, and the engine's own caches.
const HEAP_GROWTH_BYTES = 8 * 2 ** 20;

interface Facts {
  readonly listeners: number;
  readonly heapBytes: number;
  readonly turns: number;
}

test(`${DUMPS} dumps under HTTP load, while it is idle, busy and blocked by turns, do a program no harm`, async (t) => {
  const program = await startAnswering(t, 'serves-by-turns', { flags: ['--expose-gc'] });
  const port = (await program.line('PORT')).split(' ')[1];
  const readFacts = async (): Promise<Facts> => (await (await fetch(`http://127.0.0.1:${port}/facts`)).json()) as Facts;
  const over = new AbortController();
  let answered = 0;
  const failures: unknown[] = [];
  const load = Array.from({ length: CONNECTIONS }, async () => {
    for (let page = 0; !over.signal.aborted && failures.length === 0; page++) {
      const response = await fetch(`http://127.0.0.1:${port}/?page=${page}`);
      if (response.status === 200 && (await response.text()).includes(`page=${page}`)) answered++;
      else failures.push(response.status);
    }
  }).map((loop) => loop.catch((error: unknown) => failures.push(error)));
  // The first ones compile what the later use.
  for (let dump = 0; dump < 20; dump++) await dumpMain(program.socket);
  const before = await readFacts();
  const states = new Map<ThreadDump['state'], number>();
  const pausesMs: number[] = [];
  for (let dump = 0; dump < DUMPS; dump++) {
    // Two clients at once, now and then.
    const [{ threads }] = await Promise.all([
      requestDump(program.socket),
      dump % 10 === 0 && requestDump(program.socket),
    ]);
    const [main] = threads;
    assert.ok(main);
    states.set(main.state, (states.get(main.state) ?? 0) + 1);
    if (main.pausedMs > 0) pausesMs.push(main.pausedMs);
  }
  const after = await readFacts();
  over.abort();
  await Promise.all(load);
  program.child.stdin?.end();
  assert.deepEqual(failures, []);
  assert.deepEqual([(await program.ended).code, program.output().stderr], [0, '']);
  assert.ok(answered > 0);
  assert.ok(after.turns > before.turns);
  assert.equal(after.listeners, before.listeners);
  assert.ok(after.heapBytes - before.heapBytes < HEAP_GROWTH_BYTES, `${after.heapBytes - before.heapBytes} bytes more`);
  assert.ok(states.has('idle') && states.has('running'));
  const counts = [...states].map(([state, count]) => `${count} ${state}`).join(', ');
  const pauses = `pause median ${median(pausesMs).toFixed(1)} ms, longest ${Math.max(...pausesMs).toFixed(1)} ms`;
  t.diagnostic(
    `${counts}; ${pauses}; ${answered} requests answered, 0 failed; heap ${after.heapBytes - before.heapBytes} B`,
  );
});
