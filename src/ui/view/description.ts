import { parseTime, TIME_FORMS } from '../../model/clock-text.js';
import { formatClock } from '../draw/axis.js';
import type { ListName } from '../lists-state.js';
import { selectedLine, selectedMetric, type UiState } from '../state.js';
import { countChosen } from './chosen-rows.js';
import { processDetails } from './process-details.js';
import { searchNote } from './stack/matches.js';
import { type StyledLine, span, styledLine } from './styled-line.js';

const LIST_NAMES: Readonly<Record<ListName, string>> = {
  processes: 'processes',
  metrics: 'metrics',
  inFlight: 'what is in flight',
  hot: 'functions',
};

/** The line above the keys: the filter or time that is typed, the answer to the last key, or what the selected line is. */
export function viewDescription(state: UiState): StyledLine {
  const { columns } = state.size;
  if (state.typing !== undefined) return typingLine(state, state.typing.list);
  if (state.typedTime !== undefined) return timeLine(state, state.typedTime);
  if (state.focus === 'stack' && state.dumps.search?.isTyped === true) return searchLine(state);
  if (state.notice !== undefined) return styledLine([span(` ${state.notice}`, 'warning')], columns);
  const line = selectedLine(state);
  if (state.focus === 'processes' && line !== undefined) return styledLine(processDetails(state, line), columns);
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

function timeLine({ notice, wallMs, size }: UiState, typed: string): StyledLine {
  const time = parseTime(typed, wallMs);
  const hint =
    time === undefined ? `${TIME_FORMS}   Enter goes there, Esc leaves` : `${formatClock(time)}   Enter goes there`;
  const answer = notice === undefined ? span(`  ${hint}`, 'dim') : span(`  ${notice}`, 'warning');
  return styledLine([span(' go to: ', 'accent'), span(`${typed}▏`, 'strong'), answer], size.columns);
}

function searchLine(state: UiState): StyledLine {
  const keys = '  ↓ ↑ next and previous   Enter keeps it (then n, N)   Esc ends it';
  return styledLine(
    [span(' search: ', 'accent'), span(searchNote(state), 'strong'), span(keys, 'dim')],
    state.size.columns,
  );
}

function typingLine(state: UiState, list: ListName): StyledLine {
  const { shown, all } = countChosen(state, list);
  return styledLine(
    [
      span(` filter ${LIST_NAMES[list]}: `, 'accent'),
      span(`${state.lists[list].filter}▏`, 'strong'),
      span(`  ${shown} of ${all}   name, glob*, {label="value"}, ! not   Enter keeps it, Esc clears`, 'dim'),
    ],
    state.size.columns,
  );
}
