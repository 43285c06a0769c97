import type { HandleList } from '../../format/in-flight.js';
import { atStop } from '../at-stop.js';
import { forgetOncePerThread, oncePerThread } from '../once-per-thread.js';
import type { Registry } from '../registry.js';
import { listOpenHandles } from './open-handles.js';
import { endSettled } from './settling.js';

const HOOK = 'porthole.handles.1';

/** What our worker asks the main thread to evaluate: a text of JSON, or `undefined` where the hook is not. */
export const HANDLES_EXPRESSION = `globalThis[Symbol.for('${HOOK}')]?.read()`;

/** Makes what {@link HANDLES_EXPRESSION} calls. It never throws, and ends what has settled meanwhile. */
export function addHandleHook(registry: Registry, listThreads: () => HandleList['handles']): void {
  const read = (): string | undefined => {
    try {
      endSettled();
      const list: HandleList = { source: 'main', handles: [...listOpenHandles(), ...listThreads()] };
      return JSON.stringify(list);
    } catch {
      registry.onDropped();
      return undefined;
    }
  };
  oncePerThread(Symbol.for(HOOK), () => ({ read }));
  atStop(() => forgetOncePerThread(Symbol.for(HOOK)));
}
