import { messageOf } from '../../errors.js';
import type { RecordedDump } from '../../format/recording/records.js';
import { requestDump } from '../../source/console-client.js';
import type { Sample, TargetSample } from '../../source/sample.js';
import { targetKey } from '../../target.js';

/** Of one process no two dumps are asked for within so long, */
const REST_MS = 10_000;
/** and of all together no more at a time than this. */
const MAX_AT_ONCE = 2;
const DEADLINE_MS = 3000;

/** Asks processes that have become stuck for their stacks, once in each stall. */
export class StuckDumps {
  readonly #hasLocals: boolean;
  readonly #onDump: (dump: RecordedDump) => Promise<void>;
  /** Stuck processes that were asked. */
  readonly #asked = new Set<string>();
  readonly #askedAtMs = new Map<string, number>();
  readonly #pending = new Set<Promise<void>>();

  constructor(hasLocals: boolean, onDump: (dump: RecordedDump) => Promise<void>) {
    this.#hasLocals = hasLocals;
    this.#onDump = onDump;
  }

  /** Cost: each process whose loop does not turn is held up once, for some milliseconds more. */
  look({ targets, atMs }: Sample): void {
    const stuck = new Map(targets.filter(isLoopBlocked).map((target) => [targetKey(target.target), target]));
    for (const key of this.#asked) if (!stuck.has(key)) this.#asked.delete(key);
    for (const [key, askedAtMs] of this.#askedAtMs) if (atMs - askedAtMs > REST_MS) this.#askedAtMs.delete(key);
    for (const [key, target] of stuck) {
      if (this.#asked.has(key) || this.#askedAtMs.has(key) || this.#pending.size >= MAX_AT_ONCE) continue;
      this.#asked.add(key);
      this.#askedAtMs.set(key, atMs);
      const asking = this.#ask(target, atMs).finally(() => this.#pending.delete(asking));
      this.#pending.add(asking);
    }
  }

  /** Resolves when all that were asked have answered, or not answered in time. */
  async settle(): Promise<void> {
    await Promise.all(this.#pending);
  }

  async #ask({ target, name, socket = '' }: TargetSample, atMs: number): Promise<void> {
    const { pid, startTicks, host } = target;
    const of = { pid, startTicks, ...(host === undefined ? {} : { host }) };
    const answer = await this.#request(socket);
    await this.#onDump({ atMs, wallMs: Date.now(), target: of, name, answer });
  }

  async #request(socket: string): Promise<RecordedDump['answer']> {
    try {
      const dump = await requestDump(socket, { locals: this.#hasLocals, timeoutMs: DEADLINE_MS });
      return { dump: dump.type === 'threads' ? dump.dump : dump.text };
    } catch (thrown) {
      return { failure: messageOf(thrown) };
    }
  }
}

// One that was stopped by a signal or a debugger answers nothing, or is being looked at already.
function isLoopBlocked({ state, stateReason, socket }: TargetSample): boolean {
  return state === 'stuck' && socket !== undefined && stateReason?.startsWith('event loop blocked') === true;
}
