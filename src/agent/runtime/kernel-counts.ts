import { readdirSync, readFileSync, statSync } from 'node:fs';
import type { Task } from '../heartbeat.js';
import { paced } from '../paced.js';
import type { Registry } from '../registry.js';

// Counted after the program's name, which may itself hold blanks and brackets.
const THREADS_INDEX = 17;
const VIRTUAL_BYTES_INDEX = 20;

/** Threads and address space of the process, from /proc (about 15 µs); nothing where there is none. */
export function sampleKernelCounts(registry: Registry): Task {
  return () => {
    const stat = readOrAbsent('/proc/self/stat');
    if (stat === undefined) return;
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    registry
      .gauge('process.threads', { unit: 'threads', help: 'Threads of the process, those of Node and of libraries too' })
      .set(Number(fields[THREADS_INDEX]));
    registry
      .gauge('process.virtual.memory', { unit: 'bytes', help: 'Address space that the process has set aside' })
      .set(Number(fields[VIRTUAL_BYTES_INDEX]));
  };
}

/** How many files the process has open, and may have; nothing where there is no /proc. */
export function sampleOpenFiles(registry: Registry): Task {
  const limit = /^Max open files\s+(\d+)/m.exec(readOrAbsent('/proc/self/limits') ?? '')?.[1];
  if (limit !== undefined) {
    registry.gauge('process.max.fds', { unit: 'files', help: 'Files that it may have open' }).set(Number(limit));
  }
  return paced(() => {
    const count = countOpenFiles();
    if (count === undefined) return;
    registry.gauge('process.open.fds', { unit: 'files', help: 'Files, sockets and pipes that are open' }).set(count);
  });
}

function countOpenFiles(): number | undefined {
  try {
    // Linux 6.2 and later tell the number as the folder's size.
    const { size } = statSync('/proc/self/fd');
    // One of the names listed is that of the folder itself.
    return size > 0 ? size : readdirSync('/proc/self/fd').length - 1;
  } catch {
    return undefined;
  }
}

function readOrAbsent(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
