import { applicationOf } from '../../model/groups.js';
import { sumRow } from '../../model/process-tree.js';
import { processFilter } from '../../model/row-filter.js';
import { formatBytes, formatDurationMs } from '../../units.js';
import type { HostMessage, ProcessMessage, Subject } from '../messages.js';
import { moveFocus } from './keys.js';
import { select } from './selection.js';
import { change, getState, useStore } from './store.js';
import { isSameSubject } from './subjects.js';
import { cpuText } from './value-text.js';

const STATES = {
  live: ['●', 'good', 'live'],
  stuck: ['▲', 'warning', 'stuck: its event loop does not turn'],
  ended: ['✝', 'bad', 'ended'],
  'no-agent': ['○', 'dim', 'without the agent'],
  unreadable: ['?', 'bad', 'not readable'],
} as const;

/** All processes, by host and group. */
export function ProcessesPane() {
  const { fleet, processFilter: filter } = useStore();
  const isWanted = processFilter(filter);
  const hosts = fleet?.hosts ?? [];
  const shown = hosts.map((host) => ({ host, processes: host.processes.filter(isWanted) }));
  const [all, left] = [hosts, shown].map((list) => list.reduce((sum, { processes }) => sum + processes.length, 0));
  return (
    <section class="processes" aria-label="processes">
      <header class="pane-head">
        <h2>Processes</h2>
        <span class="count">{filter === '' ? all : `${left} of ${all}`}</span>
        <input
          type="search"
          id="process-filter"
          placeholder="name, pid, api*, !worker"
          aria-label="filter processes"
          value={filter}
          onInput={({ currentTarget }) => change({ processFilter: currentTarget.value })}
        />
      </header>
      <div class="scroll">
        <div class="row head" aria-hidden="true">
          <span />
          <span>name</span>
          <span class="number">CPU</span>
          <span class="number">memory</span>
          <span class="number">loop p99</span>
        </div>
        {shown.map(({ host, processes }) => (
          <Host key={host.name} host={host} processes={processes} isAlone={hosts.length === 1} />
        ))}
        {filter !== '' && left === 0 && all !== 0 && (
          <p class="notice">
            None of {all} matches “{filter}”: Esc clears.
          </p>
        )}
      </div>
    </section>
  );
}

function Host({
  host,
  processes,
  isAlone,
}: {
  readonly host: HostMessage;
  readonly processes: readonly ProcessMessage[];
  readonly isAlone: boolean;
}) {
  const groups = Map.groupBy(processes, ({ group }) => group);
  return (
    <>
      {!isAlone && (
        <div class={`host ${host.reason === undefined ? '' : 'bad'}`}>
          <b>{host.name}</b>
          <span>{host.type === 'local' ? 'this machine' : host.type}</span>
          {host.reason !== undefined && <em>{host.reason}</em>}
        </div>
      )}
      {[...groups].map(([group, members]) => (
        <Group key={group} host={host.name} group={group} members={members} />
      ))}
    </>
  );
}

function Group({
  host,
  group,
  members,
}: {
  readonly host: string;
  readonly group: string;
  readonly members: readonly ProcessMessage[];
}) {
  const [only] = members;
  const isGroup = members.length > 1 || (only !== undefined && applicationOf(only.name) !== group);
  const living = members.filter(({ state }) => state !== 'ended');
  const together = sumRow(group, members);
  return (
    <>
      {isGroup && (
        <Row
          subject={{ host, group }}
          mark={<span class="mark dim">▾</span>}
          name={group}
          detail={`× ${living.length}`}
          cpuPercent={together.cpuPercent}
          rssBytes={together.rssBytes}
          delayMs={together.eventLoopDelayMs}
          kind="group"
        />
      )}
      {members.map((process) => (
        <Process key={process.key} host={host} process={process} isInGroup={isGroup} />
      ))}
    </>
  );
}

function Process({
  host,
  process,
  isInGroup,
}: {
  readonly host: string;
  readonly process: ProcessMessage;
  readonly isInGroup: boolean;
}) {
  const { key, pid, name, state, stateReason, endedForMs } = process;
  const [glyph, look, words] = STATES[state];
  const ended = state === 'ended' && endedForMs !== undefined ? `${formatDurationMs(endedForMs)} ago: ` : '';
  return (
    <Row
      subject={{ host, process: key }}
      mark={
        <span class={`mark ${look}`} role="img" aria-label={words} title={`${ended}${stateReason ?? words}`}>
          {glyph}
        </span>
      }
      name={name}
      detail={`${pid === 0 ? '' : pid}${process.isRestarted ? ' ↻' : ''}`}
      cpuPercent={process.cpuPercent}
      rssBytes={process.rssBytes}
      delayMs={process.eventLoopDelayMs}
      kind={`${isInGroup ? 'member' : 'single'} ${state}`}
    />
  );
}

interface RowProps {
  readonly subject: Subject;
  readonly mark: preact.ComponentChild;
  readonly name: string;
  readonly detail: string;
  readonly cpuPercent: number | undefined;
  readonly rssBytes: number | undefined;
  readonly delayMs: number | undefined;
  readonly kind: string;
}

function Row({ subject, mark, name, detail, cpuPercent, rssBytes, delayMs, kind }: RowProps) {
  const isSelected = isSameSubject(getState().subject, subject);
  return (
    <button
      type="button"
      class={`row ${kind}`}
      aria-pressed={isSelected}
      onClick={() => select(subject)}
      onKeyDown={(event) => moveFocus(event, '.processes button.row')}
    >
      {mark}
      <span class="name" title={name}>
        <span class="script">{name.slice(name.lastIndexOf('/') + 1)}</span>
        <small>{detail}</small>
        <small class="package">{name.slice(0, Math.max(0, name.lastIndexOf('/')))}</small>
      </span>
      <span class="number cpu">
        <i style={{ width: `${Math.min(100, cpuPercent ?? 0)}%` }} />
        {cpuText(cpuPercent)}
      </span>
      <span class="number">{rssBytes === undefined ? '–' : formatBytes(rssBytes)}</span>
      <span class="number">{delayMs === undefined ? '–' : formatDurationMs(delayMs)}</span>
    </button>
  );
}
