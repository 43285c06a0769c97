import type { Grouping } from '../model/groups.js';
import { LiveSamples } from './live-samples.js';
import type { HostType } from './messages.js';

/** Another machine or program, as the configuration names it. */
export interface HostSpec {
  readonly name: string;
  /** `porthole`: another `porthole serve`; `prometheus`: a page of metrics. */
  readonly type: Exclude<HostType, 'local'>;
  /** Of `porthole` its root, of `prometheus` the page. */
  readonly url: string;
  readonly token?: string;
}

/** One host of the dashboard. */
export interface Host {
  readonly name: string;
  readonly type: HostType;
  /** `undefined` of this machine. */
  readonly spec: HostSpec | undefined;
  readonly live: LiveSamples;
  /** Why there is nothing new of it; `undefined` while there is. */
  reason: string | undefined;
}

/** A host before anything is known of it. */
export function newHost(name: string, spec: HostSpec | undefined, grouping: Grouping): Host {
  const reason = spec === undefined ? undefined : 'waiting for its first answer';
  return { name, type: spec?.type ?? 'local', spec, live: new LiveSamples(grouping), reason };
}
