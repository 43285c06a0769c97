import { oldestMs } from '../../model/past.js';
import { formatBytes, formatDurationMs, formatShort } from '../../units.js';
import { formatClock } from '../draw/axis.js';
import { shorten, widthOf } from '../draw/fit.js';
import type { Playback } from '../recording-state.js';
import type { UiState } from '../state.js';
import { type Span, type StyledLine, span, styledLine } from './styled-line.js';

// The name of a file may be anything.
const MAX_TITLE_COLUMNS = 40;

/** The first line: how many processes, what is wrong with them, what porthole itself takes, and where and when this is. */
export function viewStatusLine(state: UiState): StyledLine {
  const { columns } = state.size;
  const left = leftSpans(state);
  const leftWidth = left.reduce((sum, { text }) => sum + widthOf(text), 0);
  const room = columns - leftWidth - 3;
  const { hostName, userName } = state;
  // A recording has said which moment it is.
  const clock = state.playback === undefined ? formatClock(state.wallMs) : '';
  const places = [
    [hostName, userName, clock],
    [hostName, clock],
  ].map((each) => each.filter(Boolean).join(' · '));
  const right =
    priceTexts(state)
      .flatMap((price) => places.map((place) => `${price}${place}`))
      .find((text) => widthOf(text) <= room) ?? clock;
  const gap = ' '.repeat(Math.max(1, columns - leftWidth - widthOf(right) - 1));
  return styledLine([...left, span(gap), span(`${right} `, 'dim')], columns);
}

function leftSpans(state: UiState): readonly Span[] {
  const count = (wanted: string): number => state.processes.filter((row) => row.state === wanted).length;
  const total = state.processCount;
  const parts: readonly Span[] = [
    ...(state.playback === undefined ? [] : playbackSpans(state, state.playback)),
    span(` ${total === 1 ? '1 proc' : `${total} procs`}`),
    ...counted(count('stuck'), 'stuck', 'warning'),
    ...counted(count('unreadable'), 'unreadable', 'bad'),
    ...counted(count('ended'), 'ended', 'dim'),
    // Those that are stuck are counted already.
    ...counted(state.warnings.filter(({ kind }) => kind !== 'loop-blocked').length, 'warn', 'warning'),
    ...(state.playback === undefined ? pauseSpans(state) : []),
    ...(state.isMouseOn ? [] : [span(' · mouse off', 'dim')]),
    ...(state.isFollowing ? [span(' · following', 'dim')] : []),
  ];
  return [span(' porthole ', 'accent'), ...parts];
}

function pauseSpans(state: UiState): readonly Span[] {
  const { pausedWallMs, history, live } = state;
  if (pausedWallMs === undefined) return [span(` · ${formatDurationMs(state.intervalMs)}`, 'dim')];
  const pausedS = Math.max(0, Math.floor((state.wallMs - pausedWallMs) / 1000));
  const isThen = history.atMs !== live.atMs && history.wallMs !== undefined;
  const at = isThen ? ` at ${formatClock(history.wallMs ?? 0)}` : '';
  return [span(' · ', 'dim'), span(`PAUSED ${pausedS}s${at}`, 'warning')];
}

function playbackSpans({ history, live }: UiState, { title, speed, isPlaying }: Playback): readonly Span[] {
  const isOneMoment = oldestMs(live) === live.atMs;
  const when = isOneMoment ? '' : ` · ${formatClock(history.wallMs ?? 0)} of ${formatClock(live.wallMs ?? 0)}`;
  const how = !isPlaying ? '' : ` ▶ ${speed}×`;
  return [span(` ${shorten(title, MAX_TITLE_COLUMNS)}${when}${how}`, 'warning'), span(' ·', 'dim')];
}

// The longest that fits is shown.
function priceTexts({ ownPrice, pausedTargetsMs }: UiState): readonly string[] {
  if (ownPrice === undefined) return [''];
  const { cpuPercent, rssBytes, readBytesPerS } = ownPrice;
  const cpu = `own: ${formatShort(Math.round(cpuPercent * 10) / 10)}% cpu`;
  const memory = formatBytes(rssBytes);
  const held = `held targets up ${formatDurationMs(pausedTargetsMs)}`;
  return [
    `${cpu} · ${memory} · reads ${formatBytes(readBytesPerS)}/s · ${held} · `,
    `${cpu} · ${memory} · reads ${formatBytes(readBytesPerS)}/s · `,
    `${cpu} · ${memory} · `,
    '',
  ];
}

function counted(count: number, word: string, look: Span['look']): readonly Span[] {
  return count === 0 ? [] : [span(' · ', 'dim'), span(`${count} ${word}`, look)];
}
