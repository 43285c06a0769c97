import { PortholeError } from '../errors.js';
import { isLabelName, type LabelSet } from '../format/label-set.js';

/** One step on the way through a label set: by the label's name, then by its value. */
interface Step<T> {
  child: T | undefined;
  readonly next: Map<string, Map<unknown, Step<T>>>;
}

/**
 * Finds the child of a label set that was asked for before.
 *
 * The labels are followed in the order in which the object has them, so that
 * nothing is sorted, joined or allocated. Another order leads to the same child another way.
 */
export class LabelChildren<T> {
  readonly #root: Step<T> = { child: undefined, next: new Map() };
  readonly #create: (labels: LabelSet) => { readonly child: T; readonly isKept: boolean };

  /** @param create Makes, or finds by its name, the child of a set that was not asked for in this form before. */
  constructor(create: (labels: LabelSet) => { readonly child: T; readonly isKept: boolean }) {
    this.#create = create;
  }

  /** @throws PortholeError `invalid-name` for a label that is no label name. */
  get(labels: LabelSet): T {
    let step: Step<T> | undefined = this.#root;
    for (const name in labels) {
      step = step.next.get(name)?.get(labels[name]);
      if (step === undefined) return this.#add(labels);
    }
    return step.child ?? this.#add(labels);
  }

  #add(labels: LabelSet): T {
    checkLabelNames(labels);
    const { child, isKept } = this.#create(labels);
    if (isKept) this.#stepTo(labels).child = child;
    return child;
  }

  #stepTo(labels: LabelSet): Step<T> {
    let step = this.#root;
    for (const [name, value] of Object.entries(labels)) {
      const values = getOrAdd(step.next, name, () => new Map<unknown, Step<T>>());
      step = getOrAdd(values, value, () => ({ child: undefined, next: new Map() }));
    }
    return step;
  }
}

/** @throws PortholeError `invalid-name` for what is no object of label names. */
export function checkLabelNames(labels: unknown): void {
  if (typeof labels !== 'object' || labels === null) {
    throw new PortholeError('invalid-name', `labels are an object of names and values, not ${String(labels)}`);
  }
  const wrong = Object.keys(labels).find((name) => !isLabelName(name));
  if (wrong !== undefined) {
    throw new PortholeError('invalid-name', `label ${JSON.stringify(wrong)}: a label has letters, digits and _ only`);
  }
}

function getOrAdd<K, V>(map: Map<K, V>, key: K, create: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const created = create();
  map.set(key, created);
  return created;
}
