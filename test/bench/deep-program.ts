import { setImmediate } from 'node:timers';
import '../../src/register.js';

// Busy at the end of a call so many frames deep, each with three variables.
const depth = Number(process.argv[2]);

function descend(level: number, customer: string): number {
  const order = { id: level, customer };
  if (level > 0) return descend(level - 1, customer) + order.id;
  const endMs = Date.now() + 200;
  let turns = 0;
  while (Date.now() < endMs) turns++;
  return turns;
}

function work(): void {
  descend(depth, 'ada');
  setImmediate(work);
}

process.stdin.resume().on('end', () => process.exit(0));
process.stdout.write('READY\n', () => setImmediate(work));
