import { wrap } from '../draw/wrap.js';
import type { InspectionTab } from '../inspection.js';
import { cursorWindow, selectedIndex } from '../list-cursor.js';
import { liveTarget, selectedProcess, type UiState } from '../state.js';
import { viewAsync } from './async-lines.js';
import { viewHot } from './hot-lines.js';
import { viewInFlight } from './in-flight-lines.js';
import { lowerTabs } from './inspection-tabs.js';
import type { Rect } from './layout.js';
import { viewStalls } from './stall-lines.js';
import { type PaneView, type StyledLine, span, styledLine, styledLines } from './styled-line.js';
import type { TabRow, TabView } from './tab-view.js';
import { whyNotAsked } from './why-not-asked.js';
import { describeWindow } from './window.js';

const VIEWS: Readonly<Record<InspectionTab, (state: UiState, width: number) => TabView>> = {
  inFlight: viewInFlight,
  async: viewAsync,
  hot: viewHot,
  stalls: viewStalls,
};

const NOT_RECORDED: Readonly<Record<Exclude<InspectionTab, 'stalls'>, string>> = {
  inFlight: 'a recording has what was in flight only in the dumps that were taken of what was stuck',
  async: 'a recording has no suspended async functions: that is asked of a living process',
  hot: 'a recording has no looks at running functions: that is asked of a living process; stalls have their stacks',
};

/** Rows of the pane that are none of the tab's: its frame. */
const FRAME_ROWS = 2;

/** What is known of a tab's size: for whoever moves in it. */
export interface TabExtent {
  readonly view: TabView;
  /** Of the rows; at least 1. */
  readonly height: number;
}

/** The open tab with its frame. */
export function viewInspection(state: UiState, tab: InspectionTab, rect: Rect): PaneView {
  const { view, height } = tabExtent(state, tab, rect);
  const { title, head, rows } = view;
  const { cursor } = state.inspection;
  const window = cursorWindow(cursor, rows.length, height);
  const selected = selectedIndex(
    cursor,
    rows.map(({ key }) => key),
  );
  const isFocused = state.focus === tab;
  const process = selectedProcess(state);
  const who = process === undefined ? '' : `${process.name} ${process.pid}`;
  const drawn = rows.slice(window.start, window.end).map((row, index) => {
    return rowLine(row, rect.width - 2, window.start + index === selected, isFocused);
  });
  return {
    tabs: lowerTabs(state),
    title: title === '' ? who : `${title} · ${who}`,
    note: describeWindow(window, rows.length),
    isFocused,
    lines: [...head, ...drawn],
  };
}

/** What the open tab has to show, and how much of it at once. */
export function tabExtent(state: UiState, tab: InspectionTab, rect: Rect | undefined): TabExtent {
  const width = (rect?.width ?? 0) - 2;
  const view = withFailure(state, tab, VIEWS[tab](state, width), width);
  return { view, height: Math.max(1, (rect?.height ?? 0) - FRAME_ROWS - view.head.length) };
}

// What was answered before stays below the reason for which nothing is answered any more.
function withFailure(state: UiState, tab: InspectionTab, view: TabView, width: number): TabView {
  if (tab === 'stalls') return view;
  const isRecorded = state.playback !== undefined;
  const target = liveTarget(state, selectedProcess(state)?.key);
  const unasked = isRecorded ? NOT_RECORDED[tab] : target === undefined ? undefined : whyNotAsked(target);
  const reason = unasked ?? state.inspection.failure;
  if (reason === undefined) return view;
  const lines = wrap(` ${reason}`, width, 1).map((text) => ({
    text,
    look: isRecorded ? ('dim' as const) : ('bad' as const),
  }));
  return { ...view, head: [...styledLines(lines, width), ...(view.rows.length === 0 ? [] : view.head)] };
}

function rowLine(row: TabRow, width: number, isSelected: boolean, isFocused: boolean): StyledLine {
  return styledLine([span(isSelected ? '› ' : '  ', 'accent'), ...row.draw()], width, isSelected && isFocused);
}
