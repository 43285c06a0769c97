/** How many variables of a scope, or properties of a value, are read. */
export const MAX_VALUES = 30;

/**
 * What {@link LIST_VALUES} needs and may not make while the thread stands still: the engine's own test for a proxy, which
 * runs none of its traps (before Node 20.16 only the command line's `require` has it), and the getter that newer engines
 * have for the stack of every error.
 */
export const LISTING_TOOLS = `({
  isProxy: (process.getBuiltinModule ?? require)('node:util').types.isProxy,
  stackGetter: Object.getOwnPropertyDescriptor(new Error(), 'stack')?.get,
})`;

/**
 * Run on scopes, or on values, in a thread that stands still. It gives one flat list: for each subject how many variables or
 * properties are listed, how many there are, and of each of the first `limit` its name, its value and a remark.
 *
 * What costs the thread time is cut there, since the inspector's own previews do not: they would carry a
 * string of 100 MB or the source text of a function across, and take 3 s for a `Map` of a million
 * entries. A collection of more than a thousand gives its first five, in a copy, and its size as the remark. To count the
 * keys of an object takes half a second when they are a million; after `endMs` no more are counted, nor shown.
 *
 * Nothing of the program runs: no getter, no proxy trap, no method of a value. Reading a variable throws when it has
 * no value yet, or the engine has dropped it.
 */
export const LIST_VALUES = `function (tools, limit, endMs, ...subjects) {
  const isProxy = tools.isProxy;
  const FEW = 5;
  const MANY = 1000;
  const describe = Object.getOwnPropertyDescriptor;
  const sizeOf = (type, value) => {
    try {
      return describe(type.prototype, 'size').get.call(value);
    } catch {
      return -1;
    }
  };
  const shorten = (value) => {
    switch (typeof value) {
      case 'string': return value.length > 250 ? value.slice(0, 250) : value;
      case 'function': return Symbol('[function]');
      case 'bigint': return value > 2n ** 256n || value < -(2n ** 256n) ? Symbol('[bigint]') : value;
      default: return value;
    }
  };
  const read = (object, name) => {
    try {
      const property = describe(object, name);
      if (property === undefined) return undefined;
      return 'value' in property ? shorten(property.value) : Symbol('[getter]');
    } catch {
      return Symbol('[not available]');
    }
  };
  const first = (iterator, count) => {
    const values = [];
    for (let i = 0; i < count; i++) values[i] = iterator.next().value;
    return values;
  };
  const entriesOf = (map, count) => first(Map.prototype.entries.call(map), count);
  const membersOf = (set, count) => first(Set.prototype.values.call(set), count);
  const sample = (value) => {
    if (typeof value !== 'object' || value === null || isProxy(value) || ArrayBuffer.isView(value)) return [value, ''];
    if (Array.isArray(value)) {
      if (value.length <= MANY) return [value, ''];
      const copy = [];
      for (let i = 0; i < FEW; i++) copy[i] = read(value, i);
      return [copy, value.length + ' elements'];
    }
    const entries = sizeOf(Map, value);
    if (entries > MANY) return [new Map(entriesOf(value, FEW)), entries + ' entries'];
    const members = sizeOf(Set, value);
    if (members > MANY) return [new Set(membersOf(value, FEW)), members + ' members'];
    const stack = describe(value, 'stack');
    if (stack !== undefined && stack.get !== undefined && stack.get !== tools.stackGetter) {
      return [Symbol('[error]'), 'with a getter for its stack'];
    }
    if (Date.now() >= endMs) return [Symbol('[not read]'), 'it took too long'];
    const keys = Object.keys(value);
    if (keys.length <= MANY) return [value, ''];
    const copy = {};
    for (let i = 0; i < FEW; i++) copy[keys[i]] = read(value, keys[i]);
    return [copy, keys.length + ' keys'];
  };
  const list = [];
  const add = (name, value) => {
    const sampled = sample(value);
    list[list.length] = name;
    list[list.length] = sampled[0];
    list[list.length] = sampled[1];
  };
  const addAll = (subject) => {
    const start = list.length;
    list[start] = 0;
    list[start + 1] = 0;
    if (isProxy(subject)) return;
    const entries = sizeOf(Map, subject);
    const members = sizeOf(Set, subject);
    if (entries >= 0) {
      list[start + 1] = entries;
      const some = entriesOf(subject, Math.min(entries, limit));
      for (let i = 0; i < some.length; i++) add(shorten(some[i][0]), shorten(some[i][1]));
    } else if (members >= 0) {
      list[start + 1] = members;
      const some = membersOf(subject, Math.min(members, limit));
      for (let i = 0; i < some.length; i++) add(i, shorten(some[i]));
    } else if (Array.isArray(subject) || ArrayBuffer.isView(subject)) {
      list[start + 1] = subject.length;
      for (let i = 0; i < subject.length && i < limit; i++) add(i, read(subject, i));
    } else {
      const names = Object.keys(subject);
      list[start + 1] = names.length;
      for (let i = 0; i < names.length && i < limit; i++) add(names[i], read(subject, names[i]));
    }
    list[start] = (list.length - start - 2) / 3;
  };
  for (let i = 0; i < subjects.length; i++) addAll(subjects[i]);
  return list;
}`;
