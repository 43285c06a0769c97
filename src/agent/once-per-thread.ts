/**
 * What stands under `key` in this thread, made the first time.
 *
 * The package may be loaded more than once (two versions, ESM and CommonJS);
 * all copies of it must find the same metrics and the same agent. The key carries a version.
 */
export function oncePerThread<T extends object>(key: symbol, create: () => T): T {
  const holder: { readonly [key: symbol]: T | undefined } = globalThis;
  const known = holder[key];
  if (known !== undefined) return known;
  const created = create();
  Object.defineProperty(globalThis, key, { value: created, configurable: true });
  return created;
}

/** Lets it be made anew. */
export function forgetOncePerThread(key: symbol): void {
  Reflect.deleteProperty(globalThis, key);
}
