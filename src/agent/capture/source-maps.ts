import { isAbsolute } from 'node:path';
import type { CallFrame, ThreadDump } from '../../format/stack-dump.js';
import { originOf } from '../../format/stack-dump.js';
import { readSourceMap, type SourceMapContent, statFile } from './source-map-file.js';
import { findOriginal } from './source-mappings.js';

const MAX_MAPS = 200;
const MAX_MAPPINGS_LENGTH = 16 * 1024 * 1024;

interface Known {
  /** When the script was that had this map. */
  readonly version: string;
  readonly map: SourceMapContent | undefined;
}

/** The source maps of the scripts that were met in stacks: read when they are first needed, in our worker, and kept within bounds. */
export class SourceMaps {
  // In the order of their last use.
  readonly #known = new Map<string, Known>();

  /** The threads with the places of all frames as they are in the sources. */
  mapThreads(threads: readonly ThreadDump[]): readonly ThreadDump[] {
    const mapped: ThreadDump[] = [];
    for (const thread of threads) {
      const { lastBlocked } = thread;
      const frames = this.#mapFrames(thread.frames);
      if (lastBlocked === undefined) mapped.push({ ...thread, frames });
      else {
        const blockedFrames = this.#mapFrames(lastBlocked.frames);
        mapped.push({ ...thread, frames, lastBlocked: { ...lastBlocked, frames: blockedFrames } });
      }
    }
    return mapped;
  }

  /** A frame at its place in the sources; as it is when nothing is known of that. Never throws. */
  mapFrame(frame: CallFrame): CallFrame {
    const { file, line, column } = frame;
    if (!isAbsolute(file) || line === 0) return frame;
    const map = this.#find(file);
    const place = map === undefined ? undefined : findOriginal(map.mappings, line - 1, Math.max(0, column - 1));
    const source = place === undefined ? undefined : map?.sources[place.source];
    if (place === undefined || source === undefined) return frame;
    return {
      ...frame,
      file: source,
      line: place.line + 1,
      column: place.column + 1,
      // A package's sources need not lie in its folder.
      origin: frame.origin === 'application' ? originOf(source) : frame.origin,
      generated: { file, line, column },
    };
  }

  #mapFrames(frames: readonly CallFrame[]): readonly CallFrame[] {
    return frames.map((frame) => this.mapFrame(frame));
  }

  #find(path: string): SourceMapContent | undefined {
    const version = versionOf(path);
    const before = this.#known.get(path);
    const known =
      before?.version === version ? before : { version, map: version === '' ? undefined : readSourceMap(path) };
    this.#known.delete(path);
    this.#known.set(path, known);
    this.#forgetOldest();
    return known.map;
  }

  #forgetOldest(): void {
    let length = [...this.#known.values()].reduce((sum, { map }) => sum + (map?.mappings.length ?? 0), 0);
    for (const [path, { map }] of this.#known) {
      if (this.#known.size <= MAX_MAPS && length <= MAX_MAPPINGS_LENGTH) return;
      length -= map?.mappings.length ?? 0;
      this.#known.delete(path);
    }
  }
}

/** Changes when the file does; empty when there is none. */
function versionOf(path: string): string {
  try {
    const { size, mtimeMs } = statFile(path);
    return `${size} ${mtimeMs}`;
  } catch {
    return '';
  }
}
