import type { MetricMessage, Subject } from '../messages.js';
import { findGraph, toggleGraph } from './graphs.js';
import { moveFocus } from './keys.js';
import { shownRows } from './metrics.js';
import { Sparkline } from './Sparkline.js';
import { SubjectHead } from './SubjectHead.js';
import { METRIC_COLUMNS, type MetricColumn, type PageState } from './state.js';
import { change, useStore } from './store.js';
import { nounOf, numberText, rateText, splitLabel, valueText } from './value-text.js';

const TITLES: Readonly<Record<MetricColumn, string>> = {
  name: 'metric',
  current: 'now',
  rate: 'rate',
  minute: '1 min',
  p50: 'p50',
  p99: 'p99',
};

/** The metrics of what is selected; a click graphs one. */
export function MetricsPane() {
  const state = useStore();
  const { metrics, metricFilter, hidesZeros, subject } = state;
  const rows = shownRows(state);
  const total = metrics?.rows.length ?? 0;
  return (
    <section class="metrics" aria-label="metrics">
      <SubjectHead />
      <header class="pane-head">
        <h2>Metrics</h2>
        <span class="count">{rows.length === total ? total : `${rows.length} of ${total}`}</span>
        <input
          type="search"
          id="metric-filter"
          placeholder={'http.*   nodejs.gc.*{kind="major"}   !lag'}
          aria-label="filter metrics"
          value={metricFilter}
          onInput={({ currentTarget }) => change({ metricFilter: currentTarget.value })}
        />
        <label class="zeros">
          <input
            type="checkbox"
            checked={hidesZeros}
            onChange={({ currentTarget }) => change({ hidesZeros: currentTarget.checked })}
          />
          hide zeros
        </label>
      </header>
      <div class="scroll">
        <table class={rows.some(({ quantiles }) => quantiles !== undefined) ? '' : 'without-quantiles'}>
          <Heading sort={state.sort} />
          <tbody>
            {subject !== undefined &&
              rows.map((row) => <Row key={row.key} row={row} state={state} subject={subject} />)}
          </tbody>
        </table>
        {metrics === undefined && subject !== undefined && <p class="notice">waiting for the first sample…</p>}
        {metrics !== undefined && total === 0 && (
          <p class="notice">There are no metrics: it runs without the agent, or its files cannot be read.</p>
        )}
        {total > 0 && rows.length === 0 && (
          <p class="notice">
            None of {total} matches {metricFilter === '' ? '“hide zeros”' : `“${metricFilter}”: Esc clears`}.
          </p>
        )}
      </div>
    </section>
  );
}

function Heading({ sort }: Pick<PageState, 'sort'>) {
  const choose = (column: MetricColumn): void =>
    change({
      sort:
        sort?.column !== column
          ? { column, isInverted: false }
          : sort.isInverted
            ? undefined
            : { column, isInverted: true },
    });
  return (
    <thead>
      <tr>
        {METRIC_COLUMNS.map((column) => (
          <th
            key={column}
            class={column === 'name' ? 'name' : `number ${column}`}
            aria-sort={sort?.column !== column ? 'none' : sort.isInverted ? 'ascending' : 'descending'}
          >
            <button type="button" onClick={() => choose(column)}>
              {TITLES[column]}
              {sort?.column === column && (sort.isInverted ? ' ▴' : ' ▾')}
            </button>
          </th>
        ))}
        <th class="spark">
          <span class="unseen">the last minute</span>
        </th>
      </tr>
    </thead>
  );
}

function Row({
  row,
  state,
  subject,
}: {
  readonly row: MetricMessage;
  readonly state: PageState;
  readonly subject: Subject;
}) {
  const { metrics, graphs } = state;
  const spec = { ...subject, metric: row.key };
  const graph = findGraph(graphs, spec);
  const color = graph === undefined ? -1 : graphs.indexOf(graph);
  const [name, braces] = splitLabel(row.label);
  const canGraph = row.kind !== 'text';
  const toggle = (): void => (canGraph ? toggleGraph(spec) : undefined);
  return (
    <tr
      class={graph === undefined ? '' : `graphed series-${color % 8}`}
      tabIndex={0}
      aria-label={`${row.label}: ${canGraph ? 'Enter graphs it' : 'a text'}`}
      onClick={toggle}
      onKeyDown={(event) => {
        if (event.key === 'Enter' || event.key === ' ' || event.key === 'g') toggle();
        else if (!moveFocus(event, '.metrics tbody tr')) return;
        event.preventDefault();
      }}
    >
      <td class="name" title={[row.label, row.kind, row.help].filter(Boolean).join('\n')}>
        <b>{name}</b>
        <small>
          {braces}
          {row.tid !== undefined && ` thread ${row.tid}`}
        </small>
        {row.aggregate !== undefined && (
          <span class="how">{row.quantiles === undefined ? row.aggregate : 'merged'}</span>
        )}
      </td>
      <td class="number current" title={String(row.value)}>
        {valueText(row)}
        {row.quantiles === undefined && nounOf(row.unit) !== '' && <small> {nounOf(row.unit)}</small>}
      </td>
      <td class="number rate">{rateText(row.ratePerS, row.quantiles === undefined ? row.unit : undefined)}</td>
      <td class="number minute">{minuteText(row)}</td>
      <td class="number p50">{row.quantiles === undefined ? '' : numberText(row.quantiles.p50, row.unit)}</td>
      <td class="number p99">{row.quantiles === undefined ? '' : numberText(row.quantiles.p99, row.unit)}</td>
      <td class="spark">{canGraph && <Sparkline values={metrics?.recent.get(row.key) ?? []} />}</td>
    </tr>
  );
}

function minuteText(row: MetricMessage): string {
  const { minute } = row;
  if (minute === undefined) return '–';
  const isRate = row.ratePerS !== undefined || row.quantiles !== undefined;
  return isRate ? rateText(minute, row.quantiles === undefined ? row.unit : undefined) : numberText(minute, row.unit);
}
