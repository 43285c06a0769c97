import { selectedMetric, type UiState } from '../state.js';
import { type StyledLine, span, styledLine } from './styled-line.js';

/** The line above the keys: the answer to the last key, or what the selected metric is. */
export function viewDescription(state: UiState): StyledLine {
  const { columns } = state.size;
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
