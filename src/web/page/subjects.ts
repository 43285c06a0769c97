import type { FleetMessage, GraphSpec, HostMessage, ProcessMessage, Subject } from '../messages.js';

/** A process with the host that it is on. */
export interface Placed {
  readonly host: HostMessage;
  readonly process: ProcessMessage;
}

/** A subject or graph for the query of an address. */
export function queryOf({ host, process, group, aggregate, ...rest }: Subject & Partial<GraphSpec>): string {
  const query = new URLSearchParams({ host });
  if (process !== undefined) query.set('process', process);
  if (group !== undefined) query.set('group', group);
  if (aggregate !== undefined) query.set('aggregate', aggregate);
  if (rest.metric !== undefined) query.set('metric', rest.metric);
  return query.toString();
}

/** All processes of a subject: the one, or those of its group. */
export function processesOf(fleet: FleetMessage | undefined, subject: Subject | undefined): readonly Placed[] {
  const host = fleet?.hosts.find(({ name }) => name === subject?.host);
  if (host === undefined || subject === undefined) return [];
  return host.processes
    .filter(({ key, group }) => (subject.process === undefined ? group === subject.group : key === subject.process))
    .map((process) => ({ host, process }));
}

/** What is looked at when nobody has chosen: the first process with metrics, or the first. */
export function firstSubject(fleet: FleetMessage): Subject | undefined {
  const all = fleet.hosts.flatMap((host) => host.processes.map((process) => ({ host, process })));
  const first = all.find(({ process }) => process.state !== 'ended' && process.state !== 'no-agent') ?? all[0];
  return first === undefined ? undefined : { host: first.host.name, process: first.process.key };
}

/** Whether two are the same, whatever the aggregation. */
export function isSameSubject(a: Subject | undefined, b: Subject | undefined): boolean {
  return a?.host === b?.host && a?.process === b?.process && a?.group === b?.group;
}

/** How a process is called; a program that was read from a page of metrics has no pid. */
export function titleOf({ name, pid }: { readonly name: string; readonly pid: number }): string {
  return pid === 0 ? name : `${name} (pid ${pid})`;
}
