import { isPlainObject } from '../format/json.js';

/**
 * An object in a configuration file, read key by key; what is wrong in it is said with the place: `hosts[1].url is a text`.
 */
export class ConfigPart {
  readonly #value: Readonly<Record<string, unknown>>;
  readonly #place: string;

  /** @param keys All that it may have; `undefined` where its keys are names. @throws Error for another key. */
  constructor(value: Readonly<Record<string, unknown>>, place: string, keys: readonly string[] | undefined) {
    this.#value = value;
    this.#place = place;
    const unknown = keys === undefined ? undefined : Object.keys(value).find((key) => !keys.includes(key));
    if (unknown !== undefined) throw new Error(`${place}${unknown} means nothing; there are ${keys?.join(' ')}`);
  }

  get keys(): readonly string[] {
    return Object.keys(this.#value);
  }

  /** A text that is not empty; `undefined` where there is none. */
  text(key: string): string | undefined {
    const value = this.#value[key];
    if (value === undefined || (typeof value === 'string' && value !== '')) return value;
    throw new Error(`${this.#place}${key} is a text`);
  }

  /** As {@link text}, which must be there. */
  neededText(key: string): string {
    const value = this.text(key);
    if (value === undefined) throw new Error(`${this.#place}${key} is missing`);
    return value;
  }

  /** One of these texts. */
  choice<T extends string>(key: string, choices: readonly T[]): T | undefined {
    const value = this.text(key);
    const chosen = choices.find((choice) => choice === value);
    if (value !== undefined && chosen === undefined)
      throw new Error(`${this.#place}${key} is one of ${choices.join(' ')}`);
    return chosen;
  }

  texts(key: string): readonly string[] | undefined {
    const value = this.#value[key];
    if (value === undefined) return undefined;
    if (!Array.isArray(value)) throw new Error(`${this.#place}${key} is a list of texts`);
    return value.map((item: unknown) => {
      if (typeof item === 'string' && item !== '') return item;
      throw new Error(`each of ${this.#place}${key} is a text`);
    });
  }

  integer(key: string, least: number, most: number): number | undefined {
    const value = this.#value[key];
    if (value === undefined) return undefined;
    if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
    throw new Error(`${this.#place}${key} is a number from ${least} to ${most}`);
  }

  /** The object of a key, whose own keys are names; an empty one where there is none. */
  names(key: string): ConfigPart {
    const value = this.#value[key] ?? {};
    if (!isPlainObject(value)) throw new Error(`${this.#place}${key} is an object`);
    return new ConfigPart(value, `${this.#place}${key}.`, undefined);
  }

  /** The objects in the list of a key; none where there is no list. */
  list(key: string, keys: readonly string[]): readonly ConfigPart[] {
    const value = this.#value[key] ?? [];
    const place = `${this.#place}${key}`;
    if (!Array.isArray(value)) throw new Error(`${place} is a list`);
    return value.map((item: unknown, index) => {
      if (!isPlainObject(item)) throw new Error(`${place}[${index}] is an object`);
      return new ConfigPart(item, `${place}[${index}].`, keys);
    });
  }
}
