import type { Heartbeat } from '../heartbeat.js';
import type { Registry } from '../registry.js';

/**
 * Starts measuring something of the program without a line of its code, until the agent stops.
 *
 * A metric is made when there is something to tell: a program without a server has no metrics of one.
 */
export type StartPlugin = (registry: Registry, heartbeat: Heartbeat) => void;
