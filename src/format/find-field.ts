import { AGENT_FIELDS } from './agent-fields.js';
import type { StatsField, StatsSnapshot } from './stats-decode.js';

/**
 * Where the fields of a layout stand.
 *
 * Files with this layout are asked for the same few labels each second, and many have them not: what was found once is
 * remembered. Cost: one pass over the labels for each label that is asked for, the first time.
 */
export class LabelIndex {
  readonly #fields: readonly Labelled[];
  readonly #found = new Map<string, number>();

  constructor(fields: readonly Labelled[]) {
    this.#fields = fields;
  }

  /** As {@link findField}; -1 where there is none. */
  indexOf(label: string): number {
    let index = this.#found.get(label);
    if (index === undefined) {
      index = findIndex(this.#fields, label);
      this.#found.set(label, index);
    }
    return index;
  }
}

/** The first field with this label, or one that ends in `.label`, as mmstats' label prefixes make it. */
export function findField(snapshot: StatsSnapshot | undefined, label: string): StatsField | undefined {
  if (snapshot === undefined) return undefined;
  const { fields, index } = snapshot;
  return fields[index === undefined ? findIndex(fields, label) : index.indexOf(label)];
}

/** The value of the field that {@link findField} finds, where it is a number. */
export function findNumber(snapshot: StatsSnapshot | undefined, label: string): number | undefined {
  const value = findField(snapshot, label)?.value;
  return typeof value === 'number' ? value : undefined;
}

interface Labelled {
  readonly label: string;
}

function findIndex(fields: readonly Labelled[], label: string): number {
  const found = fields.findIndex((field) => field.label === label);
  // Ours have no prefix, and a search for the end of a text takes ten times as long.
  if (found >= 0 || fields.some((field) => field.label === AGENT_FIELDS.agentVersion)) return found;
  const suffix = `.${label}`;
  return fields.findIndex((field) => field.label.endsWith(suffix));
}
