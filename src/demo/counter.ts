import { setInterval } from 'node:timers';
import { counter } from '../index.js';
import { endWithParent } from './end-with-parent.js';

// A counter: make it once, count where it happens.
const ticks = counter('clock.ticks', { unit: 'ticks', help: 'Ten a second' });

setInterval(() => ticks.inc(), 100);
endWithParent();
