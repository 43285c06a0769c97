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
  async mapThreads(threads: readonly ThreadDump[]): Promise<readonly ThreadDump[]> {
    const mapped: ThreadDump[] = [];
    for (const thread of threads) {
      const { lastBlocked } = thread;
      const frames = await this.#mapFrames(thread.frames);
      if (lastBlocked === undefined) mapped.push({ ...thread, frames });
      else {
        const blockedFrames = await this.#mapFrames(lastBlocked.frames);
        mapped.push({ ...thread, frames, lastBlocked: { ...lastBlocked, frames: blockedFrames } });
      }
    }
    return mapped;
  }

  /** A frame at its place in the sources; as it is when nothing is known of that. Never throws. */
  async mapFrame(frame: CallFrame): Promise<CallFrame> {
    const { file, line, column } = frame;
    if (!isAbsolute(file) || line === 0) return frame;
    const map = await this.#find(file);
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

  async #mapFrames(frames: readonly CallFrame[]): Promise<readonly CallFrame[]> {
    const mapped: CallFrame[] = [];
    for (const frame of frames) mapped.push(await this.mapFrame(frame));
    return mapped;
  }

  async #find(path: string): Promise<SourceMapContent | undefined> {
    const version = await statFile(path).then(
      ({ size, mtimeMs }) => `${size} ${mtimeMs}`,
      () => '',
    );
    const before = this.#known.get(path);
    const known =
      before?.version === version ? before : { version, map: version === '' ? undefined : await readSourceMap(path) };
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
