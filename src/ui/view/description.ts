import { type ListName, selectedMetric, type UiState } from '../state.js';
import { searchNote } from './stack/matches.js';
import { type StyledLine, span, styledLine } from './styled-line.js';

/** The line above the keys: the filter that is typed, the answer to the last key, or what the selected metric is. */
export function viewDescription(state: UiState): StyledLine {
  const { columns } = state.size;
  if (state.typing !== undefined) return typingLine(state, state.typing.list);
  if (state.focus === 'stack' && state.dumps.search?.isTyped === true) return searchLine(state);
  if (state.notice !== undefined) return styledLine([span(` ${state.notice}`, 'warning')], columns);
  const metric = selectedMetric(state);
  if (metric === undefined) return styledLine([], columns);
  const thread = metric.tid === undefined ? '' : `, thread ${metric.tid}`;
  const unit = metric.unit === undefined ? '' : `, ${metric.unit}`;
  const help = metric.help === undefined || metric.help === '' ? '' : `: ${metric.help}`;
  return styledLine(
    [span(` ${metric.label}`, 'strong'), span(`  ${metric.kind}${unit}${thread}${help}`, 'dim')],
    columns,
  );
}

function searchLine(state: UiState): StyledLine {
  const keys = '  ↓ ↑ next and previous   Enter keeps it (then n, N)   Esc ends it';
  return styledLine(
    [span(' search: ', 'accent'), span(searchNote(state), 'strong'), span(keys, 'dim')],
    state.size.columns,
  );
}

function typingLine(state: UiState, list: ListName): StyledLine {
  const shown = list === 'metrics' ? state.metrics.length : state.processes.length;
  const count = list === 'metrics' ? state.metricCount : state.processCount;
  return styledLine(
    [
      span(` filter ${list}: `, 'accent'),
      span(`${state.lists[list].filter}▏`, 'strong'),
      span(`  ${shown} of ${count}   name, glob*, {label="value"}, ! not   Enter keeps it, Esc clears`, 'dim'),
    ],
    state.size.columns,
  );
}
