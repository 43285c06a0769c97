/**
 * The memory in which all threads write what they have begun, and from which our worker reads it at any time: also
 * while a thread is in a busy loop or in native code, where nobody can be asked.
 *
 * A region for each thread: 1,024 slots for the main thread, 32 each for up to 32 others. The pages of slots that are
 * never used cost nothing.
 */
const MAIN_SLOTS = 1024;
const OTHER_SLOTS = 32;
const OTHER_REGIONS = 32;
const REGION_BYTES = 32;
const SLOT_BYTES = 1024;
const SLOTS_START = REGION_BYTES * (OTHER_REGIONS + 1);
const POOL_BYTES = SLOTS_START + SLOT_BYTES * (MAIN_SLOTS + OTHER_SLOTS * OTHER_REGIONS);

// Of a region, in 32-bit words: the thread's number and one (0 is a free region), how many slots were ever used, and
// how many operations had no slot; then, as a double, what is added to the thread's clock for the machine's.
const OWNER = 0;
const USED = 1;
const UNLISTED = 2;
const CLOCK = 2;

// Of a slot: a number that is odd while it is written, whether it is taken, lengths of its texts, and as a double when it began.
const SEQUENCE = 0;
const IS_TAKEN = 1;
const LENGTHS = 4;
const STARTED = 2;
const TEXT = 12;

const MAX_LENGTHS = { kind: 32, detail: 300, where: 120 };
const READ_ATTEMPTS = 3;

/** What has begun and not ended. */
export interface SlotReading {
  readonly threadId: number;
  readonly kind: string;
  readonly detail: string;
  /** Where it began; empty when that is not known. */
  readonly where: string;
  /** On the machine's monotonic clock. */
  readonly startedMs: number;
}

/** A pool as one thread sees it. */
export class SlotPool {
  readonly memory: SharedArrayBuffer;
  readonly #ints: Int32Array;
  readonly #doubles: Float64Array;
  readonly #units: Uint16Array;

  constructor(memory = new SharedArrayBuffer(POOL_BYTES)) {
    this.memory = memory;
    this.#ints = new Int32Array(memory);
    this.#doubles = new Float64Array(memory);
    this.#units = new Uint16Array(memory);
  }

  /** @param clockMs What the thread's clock lacks to the machine's. @returns `undefined` when all regions are taken. */
  claim(threadId: number, clockMs: number): SlotRegion | undefined {
    for (let region = threadId === 0 ? 0 : 1; region <= OTHER_REGIONS; region++) {
      const owner = this.#regionWord(region, OWNER);
      if (Atomics.compareExchange(this.#ints, owner, 0, threadId + 1) !== 0) continue;
      this.#doubles[(region * REGION_BYTES) / 8 + CLOCK] = clockMs;
      return new SlotRegion(this, region, region === 0 ? MAIN_SLOTS : OTHER_SLOTS);
    }
    return undefined;
  }

  /** Frees what threads had that have ended. */
  release(threadIds: ReadonlySet<number>): void {
    for (let region = 1; region <= OTHER_REGIONS; region++) {
      const owner = this.#regionWord(region, OWNER);
      if (!threadIds.has((this.#ints[owner] ?? 0) - 1)) continue;
      for (let slot = 0; slot < OTHER_SLOTS; slot++) this.clear(firstSlot(region) + slot);
      this.#ints[this.#regionWord(region, USED)] = 0;
      this.#ints[this.#regionWord(region, UNLISTED)] = 0;
      Atomics.store(this.#ints, owner, 0);
    }
  }

  /** Counts operations of a region that found no slot. */
  addUnlisted(region: number, change: number): void {
    const word = this.#regionWord(region, UNLISTED);
    this.#ints[word] = (this.#ints[word] ?? 0) + change;
  }

  setUsed(region: number, slots: number): void {
    this.#ints[this.#regionWord(region, USED)] = slots;
  }

  /** Takes a slot. The texts are cut at their limits. Nothing is allocated. */
  write(slot: number, startedMs: number, kind: string, verb: string, what: string, where: string): void {
    const start = SLOTS_START + slot * SLOT_BYTES;
    const sequence = start / 4 + SEQUENCE;
    const next = (this.#ints[sequence] ?? 0) + 1;
    Atomics.store(this.#ints, sequence, next);
    this.#doubles[start / 8 + STARTED] = startedMs;
    const text = start / 2 + TEXT;
    const kindEnd = this.#put(text, kind, MAX_LENGTHS.kind);
    const verbEnd = this.#put(kindEnd, verb, MAX_LENGTHS.kind);
    const detailEnd = this.#put(verbEnd, what, MAX_LENGTHS.detail);
    const whereEnd = this.#put(detailEnd, where, MAX_LENGTHS.where);
    this.#units[start / 2 + LENGTHS] = kindEnd - text;
    this.#units[start / 2 + LENGTHS + 1] = detailEnd - kindEnd;
    this.#units[start / 2 + LENGTHS + 2] = whereEnd - detailEnd;
    this.#ints[start / 4 + IS_TAKEN] = 1;
    Atomics.store(this.#ints, sequence, next + 1);
  }

  clear(slot: number): void {
    Atomics.store(this.#ints, (SLOTS_START + slot * SLOT_BYTES) / 4 + IS_TAKEN, 0);
  }

  /** Everything that is in flight in all threads, and how much more found no slot. */
  read(): { readonly taken: readonly SlotReading[]; readonly unlisted: number } {
    const taken: SlotReading[] = [];
    let unlisted = 0;
    for (let region = 0; region <= OTHER_REGIONS; region++) {
      const owner = Atomics.load(this.#ints, this.#regionWord(region, OWNER));
      if (owner === 0) continue;
      unlisted += this.#ints[this.#regionWord(region, UNLISTED)] ?? 0;
      const used = this.#ints[this.#regionWord(region, USED)] ?? 0;
      for (let slot = 0; slot < used; slot++) {
        const reading = this.#readSlot(firstSlot(region) + slot, owner - 1, region);
        if (reading !== undefined) taken.push(reading);
      }
    }
    return { taken, unlisted };
  }

  #readSlot(slot: number, threadId: number, region: number): SlotReading | undefined {
    const start = SLOTS_START + slot * SLOT_BYTES;
    const clockMs = this.#doubles[(region * REGION_BYTES) / 8 + CLOCK] ?? 0;
    for (let attempt = 0; attempt < READ_ATTEMPTS; attempt++) {
      const sequence = Atomics.load(this.#ints, start / 4 + SEQUENCE);
      if (Atomics.load(this.#ints, start / 4 + IS_TAKEN) === 0) return undefined;
      const lengthAt = (index: number): number => this.#units[start / 2 + LENGTHS + index] ?? 0;
      const kindEnd = start / 2 + TEXT + lengthAt(0);
      const detailEnd = kindEnd + lengthAt(1);
      const reading = {
        threadId,
        kind: this.#get(start / 2 + TEXT, kindEnd),
        detail: this.#get(kindEnd, detailEnd),
        where: this.#get(detailEnd, detailEnd + lengthAt(2)),
        startedMs: (this.#doubles[start / 8 + STARTED] ?? 0) + clockMs,
      };
      if (sequence % 2 === 0 && Atomics.load(this.#ints, start / 4 + SEQUENCE) === sequence) return reading;
    }
    return undefined;
  }

  // Unit by unit: short texts are written in half of the time that a call of Buffer.write takes.
  #put(at: number, text: string, limit: number): number {
    const length = Math.min(text.length, limit);
    for (let index = 0; index < length; index++) this.#units[at + index] = text.charCodeAt(index);
    return at + length;
  }

  #get(from: number, to: number): string {
    return String.fromCharCode(...this.#units.slice(from, Math.min(to, from + MAX_LENGTHS.detail + MAX_LENGTHS.kind)));
  }

  #regionWord(region: number, word: number): number {
    return (region * REGION_BYTES) / 4 + word;
  }
}

function firstSlot(region: number): number {
  return region === 0 ? 0 : MAIN_SLOTS + (region - 1) * OTHER_SLOTS;
}

/** The slots of one thread, which alone writes them. */
export class SlotRegion {
  readonly #pool: SlotPool;
  readonly #region: number;
  readonly #size: number;
  readonly #free: number[] = [];
  /** By slot: the ticket of who has it, 0 when nobody has. */
  readonly #tickets: number[] = [];
  #count = 0;

  constructor(pool: SlotPool, region: number, size: number) {
    this.#pool = pool;
    this.#region = region;
    this.#size = size;
  }

  /**
   * Notes that something has begun.
   *
   * @param startedMs On the clock of this thread.
   * @param verb Stands before `what`, without a blank.
   * @returns A ticket for {@link end}. Never throws.
   */
  begin(startedMs: number, kind: string, verb: string, what: string, where: string): number {
    const slot = this.#free.pop() ?? this.#tickets.length;
    if (slot >= this.#size) {
      this.#pool.addUnlisted(this.#region, 1);
      return UNLISTED_TICKET;
    }
    const ticket = ++this.#count * MAIN_SLOTS + slot;
    this.#tickets[slot] = ticket;
    this.#pool.write(firstSlot(this.#region) + slot, startedMs, kind, verb, what, where);
    if (this.#tickets.length === slot + 1) this.#pool.setUsed(this.#region, slot + 1);
    return ticket;
  }

  /** Notes that it has ended. A ticket is good for once, so that a second end does nothing. */
  end(ticket: number): void {
    if (ticket === UNLISTED_TICKET) {
      this.#pool.addUnlisted(this.#region, -1);
      return;
    }
    const slot = ticket % MAIN_SLOTS;
    if (this.#tickets[slot] !== ticket) return;
    this.#tickets[slot] = 0;
    this.#pool.clear(firstSlot(this.#region) + slot);
    this.#free.push(slot);
  }
}

const UNLISTED_TICKET = -1;
