import type { StartPlugin } from './plugin.js';
import { measureTracedCalls } from './traced-calls.js';

/** mysql2 3.20 and later. */
export const measureMysql2: StartPlugin = (registry) => {
  measureTracedCalls(registry, 'mysql2', 'query', 'mysql2:query');
  measureTracedCalls(registry, 'mysql2', 'execute', 'mysql2:execute');
  measureTracedCalls(registry, 'mysql2', 'connect', 'mysql2:connect');
  measureTracedCalls(registry, 'mysql2', 'pool', 'mysql2:pool:connect');
};

/** The package redis; its version 6 publishes, and version 4 does not. */
export const measureRedis: StartPlugin = (registry) => {
  measureTracedCalls(registry, 'redis', 'command', 'node-redis:command');
  measureTracedCalls(registry, 'redis', 'batch', 'node-redis:batch');
  measureTracedCalls(registry, 'redis', 'connect', 'node-redis:connect');
};

/** The package ioredis; its version 6 publishes, and version 4 does not. */
export const measureIoredis: StartPlugin = (registry) => {
  measureTracedCalls(registry, 'ioredis', 'command', 'ioredis:command');
  measureTracedCalls(registry, 'ioredis', 'batch', 'ioredis:batch');
  measureTracedCalls(registry, 'ioredis', 'connect', 'ioredis:connect');
};
