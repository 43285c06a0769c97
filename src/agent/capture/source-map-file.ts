import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isPlainObject } from '../../format/json.js';

// A larger script with its map in it, or a larger map, is left alone: our thread has 128 MB for all that it does.
const MAX_FILE_BYTES = 8 * 1024 * 1024;
const TAIL_BYTES = 4096;
const MAP_COMMENT = /\/[/*][#@]\s*sourceMappingURL=([^\s'"*]+)/g;
const INLINE_MAP = /^data:application\/json[^,]*?(;base64)?,/;

/** What is used of a source map. */
export interface SourceMapContent {
  /** Absolute paths, or URLs of another kind (`webpack://…`). */
  readonly sources: readonly string[];
  readonly mappings: string;
}

/**
 * The source map that a script names in its last lines: a file beside it, or in it.
 *
 * Read at once: the threads that read files for promises are the program's, and it may have them all at work.
 *
 * @returns `undefined` when it has none that can be read.
 */
export function readSourceMap(scriptPath: string): SourceMapContent | undefined {
  try {
    const url = readMapUrl(scriptPath);
    if (url === undefined) return undefined;
    const inline = INLINE_MAP.exec(url);
    if (inline !== null) {
      const text = url.slice(inline[0].length);
      const json = inline[1] === undefined ? decodeURIComponent(text) : Buffer.from(text, 'base64').toString();
      return parseSourceMap(json, scriptPath);
    }
    const mapPath = url.startsWith('file:')
      ? fileURLToPath(url)
      : resolve(dirname(scriptPath), decodeURIComponent(url));
    const { size } = statFile(mapPath);
    return size > MAX_FILE_BYTES ? undefined : parseSourceMap(readFileSync(mapPath, 'utf8'), mapPath);
  } catch {
    return undefined;
  }
}

/** Size and time of a plain file. @throws What the file system throws, and for anything but a file. */
export function statFile(path: string): { readonly size: number; readonly mtimeMs: number } {
  const stats = statSync(path);
  if (!stats.isFile()) throw new Error(`${path} is no file`);
  return stats;
}

function readMapUrl(scriptPath: string): string | undefined {
  const { size } = statFile(scriptPath);
  const script = openSync(scriptPath, 'r');
  try {
    const found = findMapUrl(readFrom(script, Math.max(0, size - TAIL_BYTES), TAIL_BYTES));
    if (found !== undefined || size <= TAIL_BYTES || size > MAX_FILE_BYTES) return found;
    return findMapUrl(readFrom(script, 0, size));
  } finally {
    closeSync(script);
  }
}

function readFrom(file: number, position: number, length: number): string {
  const buffer = Buffer.alloc(length);
  const bytesRead = readSync(file, buffer, 0, length, position);
  return buffer.toString('utf8', 0, bytesRead);
}

function findMapUrl(text: string): string | undefined {
  return [...text.matchAll(MAP_COMMENT)].at(-1)?.[1];
}

function parseSourceMap(json: string, path: string): SourceMapContent | undefined {
  // Against the inclusion of JSON as a script some maps start with this.
  const map: unknown = JSON.parse(json.replace(/^\)\]\}'[^\n]*\n/, ''));
  if (!isPlainObject(map) || typeof map['mappings'] !== 'string' || !Array.isArray(map['sources'])) return undefined;
  const root = typeof map['sourceRoot'] === 'string' && map['sourceRoot'] !== '' ? `${map['sourceRoot']}/` : '';
  const sources = map['sources'].map((source) => resolveSource(`${root}${String(source)}`, path));
  return { sources, mappings: map['mappings'] };
}

function resolveSource(source: string, mapPath: string): string {
  if (source.startsWith('file:')) return fileURLToPath(source);
  return /^[a-z][\w+.-]+:/i.test(source) ? source : resolve(dirname(mapPath), source);
}
