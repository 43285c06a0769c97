import { isPlainObject } from '../../../format/json.js';

/** Takes the numbers of one list of a heap snapshot, in their order. */
export type NumberSink = (number: number) => void;

/** What a {@link SnapshotScanner} hands on. */
export interface SnapshotSink {
  /** Called once, before all others, with the first member of the snapshot (`{"meta": …, "node_count": …}`). */
  readonly head: (snapshot: unknown) => void;
  /** Called where a list begins. @returns what takes its numbers; `undefined` when they are not wanted. */
  readonly list: (name: string) => NumberSink | undefined;
  /** Called with each string as it stands in the JSON text, without its quotes; V8 cuts it to 1,024 characters. */
  readonly string: (text: string) => void;
}

const HEAD_END = /,\s*"nodes":\[/;
const LIST_START = /"(\w+)":\[$/;
const MAX_HEAD_LENGTH = 1e6;
const MAX_GAP_LENGTH = 64;
const [DIGIT_0, DIGIT_9, LIST_END, QUOTE, BACKSLASH] = [48, 57, 93, 34, 92];

/**
 * Reads the text of a V8 heap snapshot in pieces, whole at no time: what it keeps is less than one string.
 *
 * The text is `{"snapshot":{…},"nodes":[…],"edges":[…],…,"strings":["…"]}`, with lists of numbers only but for the last.
 */
export class SnapshotScanner {
  readonly #sink: SnapshotSink;
  #state: 'head' | 'gap' | 'numbers' | 'strings' | 'done' = 'head';
  #text = '';
  #take: NumberSink | undefined;
  #number = 0;
  #hasNumber = false;
  #isInString = false;

  constructor(sink: SnapshotSink) {
    this.#sink = sink;
  }

  /** Whether the last list has come to its end. */
  get isDone(): boolean {
    return this.#state === 'done';
  }

  /** @throws Error when the text is no snapshot. */
  write(chunk: string): void {
    let from = 0;
    while (from < chunk.length && this.#state !== 'done') {
      if (this.#state === 'numbers') from = this.#readNumbers(chunk, from);
      else if (this.#state === 'strings') from = this.#readStrings(chunk, from);
      else if (this.#state === 'gap') from = this.#readGap(chunk, from);
      else from = this.#readHead(chunk, from);
    }
  }

  #readHead(chunk: string, from: number): number {
    const before = this.#text.length;
    this.#text += chunk.slice(from);
    const end = HEAD_END.exec(this.#text);
    if (end === null) {
      if (this.#text.length > MAX_HEAD_LENGTH) throw new Error('this is no heap snapshot');
      return chunk.length;
    }
    const parsed: unknown = JSON.parse(`${this.#text.slice(0, end.index)}}`);
    this.#sink.head(isPlainObject(parsed) ? parsed['snapshot'] : undefined);
    this.#startList('nodes');
    return from + end.index + end[0].length - before;
  }

  #readGap(chunk: string, from: number): number {
    const bracket = chunk.indexOf('[', from);
    const end = bracket < 0 ? chunk.length : bracket + 1;
    this.#text = (this.#text + chunk.slice(from, end)).slice(-MAX_GAP_LENGTH);
    const name = LIST_START.exec(this.#text)?.[1];
    if (name !== undefined) this.#startList(name);
    return end;
  }

  #startList(name: string): void {
    this.#state = name === 'strings' ? 'strings' : 'numbers';
    this.#take = name === 'strings' ? undefined : this.#sink.list(name);
    this.#text = '';
  }

  // Nearly all of the text is here: a hundred million characters for a heap of 100 MB.
  #readNumbers(chunk: string, from: number): number {
    const take = this.#take;
    let number = this.#number;
    let hasNumber = this.#hasNumber;
    let index = from;
    for (; index < chunk.length; index++) {
      const code = chunk.charCodeAt(index);
      if (code >= DIGIT_0 && code <= DIGIT_9) {
        number = number * 10 + code - DIGIT_0;
        hasNumber = true;
        continue;
      }
      if (hasNumber) take?.(number);
      number = 0;
      hasNumber = false;
      if (code === LIST_END) {
        this.#state = 'gap';
        index++;
        break;
      }
    }
    this.#number = number;
    this.#hasNumber = hasNumber;
    return index;
  }

  #readStrings(chunk: string, from: number): number {
    if (this.#isInString) return this.#readString(chunk, from);
    for (let index = from; index < chunk.length; index++) {
      const code = chunk.charCodeAt(index);
      if (code === LIST_END) this.#state = 'done';
      if (code !== QUOTE && code !== LIST_END) continue;
      this.#isInString = code === QUOTE;
      return index + 1;
    }
    return chunk.length;
  }

  #readString(chunk: string, from: number): number {
    let end = chunk.indexOf('"', from);
    while (end >= 0 && this.#isEscaped(chunk, from, end)) end = chunk.indexOf('"', end + 1);
    const last = end < 0 ? chunk.length : end;
    this.#text += chunk.slice(from, last);
    if (end < 0) return last;
    this.#sink.string(this.#text);
    this.#text = '';
    this.#isInString = false;
    return end + 1;
  }

  // An odd number of backslashes stands before a quote that is part of the string.
  #isEscaped(chunk: string, from: number, quote: number): boolean {
    let count = 0;
    let index = quote - 1;
    for (; index >= from && chunk.charCodeAt(index) === BACKSLASH; index--) count++;
    if (index >= from) return count % 2 === 1;
    for (let kept = this.#text.length - 1; this.#text.charCodeAt(kept) === BACKSLASH; kept--) count++;
    return count % 2 === 1;
  }
}
