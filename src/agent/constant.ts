import { PortholeError } from '../errors.js';
import { formatLabelledName } from '../format/label-set.js';
import type { MetricMeta } from '../format/metric-meta.js';
import { encodeText, type FieldType } from '../format/stats-encode.js';
import type { Instrument, MetricOptions } from './instrument.js';

/** What a constant can be: a text up to 4,096 bytes, a finite number, or a flag. */
export type ConstantValue = string | number | boolean;

const MAX_TEXT_BYTES = 4096;

/** A value that is written once. */
export class ConstantInstrument implements Instrument {
  readonly meta: MetricMeta;
  readonly type: FieldType;
  readonly #bytes: Uint8Array;

  /** @throws PortholeError `wrong-usage` for a value that is none of the three. */
  constructor(name: string, value: ConstantValue, { help, unit, labels = {} }: MetricOptions) {
    const { kind, type, bytes } = encodeConstant(name, value);
    this.meta = { name: formatLabelledName(name, labels), kind, unit, help };
    this.type = type;
    this.#bytes = bytes;
  }

  encode(): Uint8Array {
    return this.#bytes;
  }

  moveTo(): void {
    // Nothing will be written there any more.
  }
}

interface EncodedConstant {
  readonly kind: 'text' | 'flag' | 'gauge';
  readonly type: FieldType;
  readonly bytes: Uint8Array;
}

function encodeConstant(name: string, value: unknown): EncodedConstant {
  switch (typeof value) {
    case 'string': {
      const needed = Math.max(1, new TextEncoder().encode(value).length);
      const size = Math.min(MAX_TEXT_BYTES, Math.ceil(needed / 8) * 8);
      return { kind: 'text', type: `${size}s`, bytes: encodeText(value, size) };
    }
    case 'boolean':
      return { kind: 'flag', type: '?7x', bytes: Uint8Array.of(value ? 1 : 0) };
    case 'number':
      if (!Number.isFinite(value)) break;
      return { kind: 'gauge', type: 'd', bytes: new Uint8Array(Float64Array.of(value).buffer) };
    default:
  }
  throw new PortholeError('wrong-usage', `the constant "${name}" is a text, a finite number or a boolean`);
}
