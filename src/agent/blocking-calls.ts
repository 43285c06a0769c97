import { Script } from 'node:vm';
import { isPlainObject } from '../format/json.js';
import { atStop } from './at-stop.js';
import { STACK_EXPRESSION } from './stack-expression.js';

// Longer commands and stacks are cut.
const MAX_COMMAND_LENGTH = 4096;
const TEXT_BYTES = 64 * 1024;
const HEADER_BYTES = 16;

const IS_RUNNING = 0;
const TEXT_LENGTH = 1;

/** What the main thread noted before it began to wait for a child process. */
export interface BlockingCall {
  readonly startedWallMs: number;
  /** Program and arguments, or the line given to a shell; with its secrets. */
  readonly command: readonly string[];
  /** As {@link STACK_EXPRESSION} gives it. */
  readonly stack: string;
}

/**
 * The note that the main thread leaves in shared memory while it waits in `execSync`, `execFileSync` or `spawnSync`,
 * where nothing can be asked of it.
 *
 * One writer, which stands still while there is something to read.
 */
export class BlockingCallNote {
  readonly memory: SharedArrayBuffer;
  readonly #header: Int32Array<SharedArrayBuffer>;
  readonly #text: Uint8Array<SharedArrayBuffer>;

  constructor(memory = new SharedArrayBuffer(HEADER_BYTES + TEXT_BYTES)) {
    this.memory = memory;
    this.#header = new Int32Array(memory, 0, HEADER_BYTES / 4);
    this.#text = new Uint8Array(memory, HEADER_BYTES);
  }

  begin(call: BlockingCall): void {
    const bytes = Buffer.from(JSON.stringify(call));
    if (bytes.length > this.#text.length) return;
    this.#text.set(bytes);
    Atomics.store(this.#header, TEXT_LENGTH, bytes.length);
    Atomics.store(this.#header, IS_RUNNING, 1);
  }

  end(): void {
    Atomics.store(this.#header, IS_RUNNING, 0);
  }

  /** What it waits for now; `undefined` when for nothing that was noted. */
  read(): BlockingCall | undefined {
    if (Atomics.load(this.#header, IS_RUNNING) === 0) return undefined;
    const bytes = this.#text.slice(0, Atomics.load(this.#header, TEXT_LENGTH));
    try {
      const call: unknown = JSON.parse(Buffer.from(bytes).toString());
      return Atomics.load(this.#header, IS_RUNNING) === 1 && isBlockingCall(call) ? call : undefined;
    } catch {
      // It has come back, and gone into the next, while this was being read.
      return undefined;
    }
  }
}

interface SpawnBinding {
  spawn: (options: unknown) => unknown;
}

/**
 * Has every synchronous start of a child process noted, until the agent stops; no Node tells of them.
 *
 * What `node:child_process` itself calls is wrapped, and none of its functions: a program finds all of them as they are.
 * Cost: some 20 µs a call, beside about a millisecond for a process. Where that is not to be had (under `--permission`),
 * nothing is noted.
 */
export function noteBlockingCalls(note: BlockingCallNote): void {
  const binding = findSpawnBinding();
  if (binding === undefined) return;
  const script = new Script(STACK_EXPRESSION, { filename: 'porthole' });
  const spawn = binding.spawn;
  const noted = function spawnNoted(this: unknown, options: unknown): unknown {
    try {
      note.begin({ startedWallMs: Date.now(), command: commandOf(options), stack: String(script.runInThisContext()) });
    } catch {
      // The program goes before the note.
    }
    try {
      return spawn.call(this, options);
    } finally {
      note.end();
    }
  };
  binding.spawn = noted;
  atStop(() => {
    // Who has wrapped it since calls ours, which then notes for nobody.
    if (binding.spawn === noted) binding.spawn = spawn;
  });
}

function findSpawnBinding(): SpawnBinding | undefined {
  const wasSilent = process.noDeprecation;
  try {
    // With --pending-deprecation it would be said on stderr.
    process.noDeprecation = true;
    const binding: unknown = Reflect.get(process, 'binding');
    const found: unknown = typeof binding === 'function' ? Reflect.apply(binding, process, ['spawn_sync']) : undefined;
    return isSpawnBinding(found) ? found : undefined;
  } catch {
    return undefined;
  } finally {
    if (wasSilent === undefined) delete process.noDeprecation;
    else process.noDeprecation = wasSilent;
  }
}

function isSpawnBinding(value: unknown): value is SpawnBinding {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, 'spawn') === 'function';
}

function isBlockingCall(value: unknown): value is BlockingCall {
  if (!isPlainObject(value) || !Array.isArray(value['command'])) return false;
  return typeof value['startedWallMs'] === 'number' && typeof value['stack'] === 'string';
}

function commandOf(options: unknown): readonly string[] {
  if (!isPlainObject(options)) return [];
  const { file, args } = options;
  const words = Array.isArray(args) ? args.map(String) : [String(file)];
  const isShell = words.length === 3 && words[1] === '-c' && words[0] === file;
  let left = MAX_COMMAND_LENGTH;
  return (isShell ? words.slice(2) : words).flatMap((word) => {
    const cut = word.slice(0, Math.max(0, left));
    left -= word.length;
    return cut === '' && word !== '' ? [] : [cut];
  });
}
