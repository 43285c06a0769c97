import type * as ChildProcess from 'node:child_process';
import type * as Http from 'node:http';
import { createRequire } from 'node:module';

interface Modules {
  readonly 'node:child_process': typeof ChildProcess;
  readonly 'node:http': typeof Http;
}

const requireModule = createRequire(import.meta.url);

/**
 * A test for instances of a class of Node's, whose module is loaded when there is something to test: at start
 * the module would cost each program some ms, whether it uses it or not.
 */
export function instancesOf<Name extends keyof Modules, T>(
  name: Name,
  classOf: (module: Modules[Name]) => abstract new (...args: never[]) => T,
): (value: unknown) => value is T {
  let constructor: ReturnType<typeof classOf> | undefined;
  return (value): value is T => value instanceof (constructor ??= classOf(load(name)));
}

function load<Name extends keyof Modules>(name: Name): Modules[Name] {
  const loaded: Modules[Name] = requireModule(name);
  return loaded;
}
