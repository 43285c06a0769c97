import type { Aggregator } from '../../model/aggregate.js';
import type { Subject } from '../messages.js';
import { connect } from './connection.js';
import type { AskedProcess } from './state.js';
import { change, getState } from './store.js';
import { isSameSubject, processesOf } from './subjects.js';

/** Shows the metrics of a process or group. */
export function select(subject: Subject): void {
  const { subject: before, pane } = getState();
  // On a narrow screen it is the next thing to look at.
  if (pane === 'processes') change({ pane: 'metrics' });
  if (isSameSubject(before, subject) && before?.aggregate === subject.aggregate) return;
  change({ subject, metrics: undefined });
  connect();
}

/** Chooses how the metrics of the selected group become one; `undefined`: each as the configuration says. */
export function aggregate(aggregator: Aggregator | undefined): void {
  const { subject } = getState();
  if (subject === undefined) return;
  const { aggregate: _before, ...rest } = subject;
  select(aggregator === undefined ? rest : { ...rest, aggregate: aggregator });
}

/** Who can be asked for a stack dump: the selected process, or the first of the group that can answer. */
export function askable(): AskedProcess | undefined {
  const { fleet, subject } = getState();
  const placed = processesOf(fleet, subject);
  const chosen = placed.find(({ process }) => process.socket !== undefined && process.state !== 'ended') ?? placed[0];
  if (chosen === undefined) return undefined;
  const { pid, name } = chosen.process;
  return { host: chosen.host.name, pid, name };
}
