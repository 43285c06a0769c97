import { setInterval } from 'node:timers';
import { counter } from '../index.js';
import { endWithParent } from './end-with-parent.js';

interface Order {
  readonly id: number;
  readonly image: string;
}

const STALL_MS = 4000;
const EVERY_MS = 10_000;

const resized = counter('images.resized', {
  unit: 'images',
  help: 'Images resized on the main thread, which is the mistake',
});

let nextId = 1;
setInterval(() => resizeImage({ id: nextId++, image: 'portrait.png' }), EVERY_MS);
endWithParent();
resizeImage({ id: nextId++, image: 'cover.png' });

// Blocks the event loop for seconds: nothing else of this process is served meanwhile.
function resizeImage(order: Order): void {
  const customer = 'ada';
  const startedMs = Date.now();
  let pixels = 0;
  while (Date.now() - startedMs < STALL_MS) pixels++;
  resized.inc();
  process.stdout.write(`resized ${order.image} for ${customer}: ${pixels} pixels\n`);
}
