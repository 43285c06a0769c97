import { constants } from 'node:fs';
import { type FileHandle, lstat, open, stat } from 'node:fs/promises';
import { isAbsolute, normalize } from 'node:path';
import { systemCodeOf } from '../errors.js';
import { isPlainObject } from '../format/json.js';
import { formatBytes } from '../units.js';
import { readProcLink } from './proc-files.js';
import { readProcess } from './process-info.js';

/** A line of a source file, as a process knows the file. */
export interface SourcePlace {
  /** The other machine on which the process runs. */
  readonly host?: string | undefined;
  readonly pid: number;
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** Some lines of a source file, or why there are none. */
export type SourceExcerpt =
  | {
      readonly state: 'read';
      /** The number of the first, from 1. */
      readonly firstLine: number;
      /** As they are in the file, each cut to 500 characters. */
      readonly lines: readonly string[];
      /** The file was written after the process started: what runs may be something else. */
      readonly isChanged: boolean;
    }
  | { readonly state: 'missing'; readonly reason: string };

/** Reads one that another machine has sent; `undefined` when it is something else. */
export function parseSourceExcerpt(value: unknown): SourceExcerpt | undefined {
  const { state, reason, firstLine, lines, isChanged } = isPlainObject(value) ? value : {};
  if (state === 'missing') return missing(String(reason));
  if (state !== 'read' || typeof firstLine !== 'number' || !Array.isArray(lines)) return undefined;
  return { state, firstLine, lines: lines.map(String), isChanged: isChanged === true };
}

const LINES_AROUND = 3;
const MAX_FILE_BYTES = 4 * 2 ** 20;
const MAX_LINE_LENGTH = 500;
// The start of a process is known from the boot's, which is told in whole seconds.
const START_PRECISION_MS = 2000;

/**
 * The lines around a place in a source file, as the process sees its files: in a container those of the container.
 *
 * Only a regular file of at most 4 MiB is opened; another root is entered only by a path without links in it, since those
 * would lead out of it. Never throws. Cost: one read of the file.
 */
export async function readSource({ host, pid, file, line }: SourcePlace): Promise<SourceExcerpt> {
  if (host !== undefined) return missing(`the file is on ${host}`);
  if (!isAbsolute(file) || line < 1) return missing('it is no file');
  const look = readProcess(pid);
  if (!('reading' in look)) return missing('the process has ended');
  const root = rootOf(pid);
  if (root === undefined) return missing('which files the process sees is hidden from us');
  try {
    const path = root === '' ? file : await pathInside(root, normalize(file));
    if (path === undefined) return missing('a link leads to it, in another root');
    return await readExcerpt(path, line, look.reading.startedWallMs);
  } catch (thrown) {
    return missing(describeFailure(thrown));
  }
}

// Empty where the process sees the files that we see.
function rootOf(pid: number): string | undefined {
  if (process.platform !== 'linux') return '';
  const [theirs, ours] = [pid, process.pid].map((id) => ({
    namespace: readProcLink(id, 'ns/mnt'),
    root: readProcLink(id, 'root'),
  }));
  if (theirs?.namespace === undefined || theirs.root === undefined) return undefined;
  return theirs.namespace === ours?.namespace && theirs.root === ours.root ? '' : `/proc/${pid}/root`;
}

async function pathInside(root: string, file: string): Promise<string | undefined> {
  let path = root;
  for (const part of file.split('/').filter((name) => name !== '')) {
    path = `${path}/${part}`;
    if ((await lstat(path)).isSymbolicLink()) return undefined;
  }
  return path;
}

async function readExcerpt(path: string, line: number, startedWallMs: number): Promise<SourceExcerpt> {
  // To open a device can do something by itself, so the question comes first; that it is no pipe now, O_NONBLOCK sees to.
  if (!(await stat(path)).isFile()) return missing('it is no regular file');
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  try {
    const opened = await handle.stat();
    const { size, mtimeMs } = opened;
    if (!opened.isFile()) return missing('it is no regular file');
    if (size > MAX_FILE_BYTES) return missing(`it has ${formatBytes(size)}`);
    const lines = (await readText(handle, size)).split(/\r?\n/);
    if (line > lines.length) return missing(`it has only ${lines.length} lines: it was changed`);
    const first = Math.max(1, line - LINES_AROUND);
    return {
      state: 'read',
      firstLine: first,
      lines: lines.slice(first - 1, line + LINES_AROUND).map((text) => text.slice(0, MAX_LINE_LENGTH)),
      isChanged: mtimeMs > startedWallMs + START_PRECISION_MS,
    };
  } finally {
    await handle.close();
  }
}

async function readText(handle: FileHandle, size: number): Promise<string> {
  const bytes = Buffer.alloc(size);
  const { bytesRead } = await handle.read(bytes, 0, size, 0);
  return bytes.toString('utf8', 0, bytesRead);
}

function describeFailure(thrown: unknown): string {
  switch (systemCodeOf(thrown)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'there is no such file';
    case 'EACCES':
    case 'EPERM':
      return 'we may not read it';
    default:
      return `it cannot be read (${systemCodeOf(thrown) ?? 'unknown'})`;
  }
}

function missing(reason: string): SourceExcerpt {
  return { state: 'missing', reason };
}
