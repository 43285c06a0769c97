import { AGGREGATORS } from '../../model/aggregate.js';
import { formatBytes, formatDurationMs } from '../../units.js';
import type { ProcessMessage } from '../messages.js';
import { askDump, askStalls } from './asking.js';
import { aggregate, askable } from './selection.js';
import { useStore } from './store.js';
import { type Placed, processesOf, titleOf } from './subjects.js';
import { cpuText } from './value-text.js';

/** What is selected, what can be done with it, and what is wrong with it. */
export function SubjectHead() {
  const { fleet, subject } = useStore();
  const placed = processesOf(fleet, subject);
  const [first] = placed;
  if (subject === undefined || first === undefined) {
    return <div class="subject">{subject !== undefined && <p class="notice">What was selected is no more.</p>}</div>;
  }
  const isGroup = subject.process === undefined;
  const asked = askable();
  const why = isGroup ? undefined : whyNoDump(first.process);
  return (
    <div class="subject">
      <div class="title">
        <h1>
          {isGroup
            ? `${subject.group} × ${placed.filter(({ process }) => process.state !== 'ended').length}`
            : titleOf(first.process)}
        </h1>
        <span class="facts">{isGroup ? 'all of them as one' : factsOf(first.process)}</span>
        <span class="actions">
          {isGroup && <AggregateChoice />}
          <button
            type="button"
            class="primary"
            disabled={why !== undefined}
            title={why ?? 'd'}
            onClick={() => asked !== undefined && void askDump(asked)}
          >
            Stack dump
          </button>
          <button
            type="button"
            disabled={first.process.pid === 0}
            onClick={() => asked !== undefined && void askStalls(asked)}
          >
            Stalls
          </button>
        </span>
      </div>
      <Notices placed={placed} />
    </div>
  );
}

function AggregateChoice() {
  const chosen = useStore().subject?.aggregate;
  return (
    <label>
      together
      <select
        value={chosen ?? ''}
        onChange={({ currentTarget }) => aggregate(AGGREGATORS.find((how) => how === currentTarget.value))}
      >
        <option value="">as fits each</option>
        {AGGREGATORS.map((how) => (
          <option key={how} value={how}>
            {how}
          </option>
        ))}
      </select>
    </label>
  );
}

function Notices({ placed }: { readonly placed: readonly Placed[] }) {
  // In a group, those that have ended are no news.
  const told = placed.length > 1 ? placed.filter(({ process }) => process.state !== 'ended') : placed;
  const lines = told.flatMap(({ host, process }) => {
    const warnings = host.warnings.filter(({ processKey }) => processKey === process.key).map(({ text }) => text);
    const isSaid = process.state === 'stuck' && warnings.length > 0;
    const state = process.state === 'live' || process.stateReason === undefined || isSaid ? [] : [process.stateReason];
    const who = placed.length > 1 ? `${titleOf(process)}: ` : '';
    return [...state, ...warnings].map((text) => ({
      key: `${process.key}${text}`,
      look: process.state === 'ended' ? 'ended' : 'warning',
      text: `${who}${text}`,
    }));
  });
  return (
    <>
      {lines.slice(0, 4).map(({ key, look, text }) => (
        <p key={key} class={`notice ${look}`} role="status">
          {text}
        </p>
      ))}
      {lines.length > 4 && <p class="notice">and {lines.length - 4} more</p>}
    </>
  );
}

function factsOf({
  state,
  uptimeMs,
  user,
  ports,
  managedBy,
  threads,
  heapUsedBytes,
  cpuPercent,
  rssBytes,
}: ProcessMessage): string {
  const facts = [
    state === 'live' ? undefined : state,
    uptimeMs === undefined ? undefined : `up ${formatDurationMs(uptimeMs)}`,
    cpuPercent === undefined ? undefined : `${cpuText(cpuPercent)} CPU`,
    rssBytes === undefined ? undefined : formatBytes(rssBytes),
    heapUsedBytes === undefined ? undefined : `heap ${formatBytes(heapUsedBytes)}`,
    threads === undefined || threads === 0 ? undefined : `${threads} threads`,
    ports === undefined || ports.length === 0 ? undefined : `port ${ports.join(', ')}`,
    managedBy,
    user === '' ? undefined : user,
  ];
  return facts.filter((fact) => fact !== undefined).join(' · ');
}

/** Why no stack dump of a process can be had, and the way to one; `undefined` when it can. */
function whyNoDump({ state, pid, socket, stateReason }: ProcessMessage): string | undefined {
  if (state === 'ended') return 'it has ended: there is no stack left to dump';
  if (socket !== undefined) return undefined;
  if (pid === 0) return 'a page of metrics has no stack';
  if (state === 'unreadable' && stateReason !== undefined) return stateReason;
  return `it runs without the agent: porthole attach ${pid} puts it in`;
}
