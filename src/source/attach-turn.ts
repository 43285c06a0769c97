import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { systemCodeOf } from '../errors.js';
import { readMonotonicMs } from './clock.js';

// Longer than some dozens take one after the other; whoever holds it longer is not waited for.
const TURN_DEADLINE_MS = 30_000;
const LOOK_INTERVAL_MS = 20;

/**
 * Runs `use` when no other porthole in this network attaches to a process whose inspector takes the same port: of two at
 * once one would fail, and say so in its program's output.
 *
 * The turn is a Unix socket without a file, which the kernel frees however its holder ends.
 */
export async function inTurn<T>(inspectorPort: number, use: () => Promise<T>): Promise<T> {
  const untilMs = readMonotonicMs() + TURN_DEADLINE_MS;
  const path = `\0porthole-attach-${inspectorPort}`;
  let release = await takeTurn(path);
  while (release === undefined && readMonotonicMs() < untilMs) {
    await wait(LOOK_INTERVAL_MS);
    release = await takeTurn(path);
  }
  try {
    return await use();
  } finally {
    release?.();
  }
}

/** @returns `undefined` when another has it. Where there can be no such socket, nobody waits. */
function takeTurn(path: string): Promise<(() => void) | undefined> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy());
    server.on('error', (error) => resolve(systemCodeOf(error) === 'EADDRINUSE' ? undefined : () => undefined));
    server.listen(path, () => resolve(() => void server.close()));
  });
}
