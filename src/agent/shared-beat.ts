/** One number that a thread writes and others read, also while it stands still: when its event loop last turned. */
export class SharedBeat {
  /** To be handed to the other thread, whose beat is made from it. */
  readonly memory: SharedArrayBuffer;
  readonly #beat: Float64Array<SharedArrayBuffer>;

  constructor(memory = new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT)) {
    this.memory = memory;
    this.#beat = new Float64Array(memory);
  }

  /** In ms of the machine's monotonic clock. One aligned word, so that it is never seen half written. */
  get ms(): number {
    return this.#beat[0] ?? 0;
  }

  set ms(ms: number) {
    this.#beat[0] = ms;
  }
}
