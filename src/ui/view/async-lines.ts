import type { AsyncExample, AsyncFrame, AsyncGroup } from '../../format/async-dump.js';
import { describeFrame } from '../../format/dump-text.js';
import { formatBytes, formatDurationMs } from '../../units.js';
import { formatClock } from '../draw/axis.js';
import type { AsyncState } from '../inspection.js';
import { selectedProcess, type UiState } from '../state.js';
import { FRAME_LOOKS } from './frame-looks.js';
import { span, styledLines, type TextLine } from './styled-line.js';
import { openMark, type TabRow, type TabView, textRow } from './tab-view.js';

/** The suspended async functions of the selected process, alike ones as a line that can be opened; before that, their price. */
export function viewAsync(state: UiState, width: number): TabView {
  const { async, opened } = state.inspection;
  if (async.state !== 'taken') return { title: '', head: styledLines(beforeLines(state, async), width), rows: [] };
  const { suspended, groups, pausedMs, capturedWallMs, note } = async.dump;
  const noted: readonly TextLine[] = note === undefined ? [] : [{ text: ` ${note}`, look: 'warning' }];
  const none: readonly TextLine[] = groups.length > 0 ? [] : [{ text: ` ${describeNone(suspended)}`, look: 'dim' }];
  const held = `stood still for ${formatDurationMs(pausedMs)}`;
  return {
    title: `${suspended} suspended, ${groups.length} kinds · ${held} · ${formatClock(capturedWallMs)}`,
    head: styledLines([...noted, ...none], width),
    rows: groups.flatMap((group, index) => groupRows(group, `${index}`, opened)),
  };
}

function describeNone(suspended: number): string {
  return suspended === 0
    ? 'no async function is suspended: it waits for nothing of that kind'
    : `the ${suspended} that were suspended had gone on before they could be asked where: r tries again`;
}

function beforeLines(state: UiState, async: AsyncState): readonly TextLine[] {
  const process = selectedProcess(state);
  const who = process === undefined ? 'it' : `${process.name} (pid ${process.pid})`;
  switch (async.state) {
    case 'priced': {
      const { price } = async;
      const refused: readonly TextLine[] =
        price.refusal === undefined ? [] : [{ text: `  It is too much: ${price.refusal}.`, look: 'bad' }];
      const yes = price.refusal === undefined ? 'yes' : 'take it all the same';
      const pause = formatDurationMs(price.expectedPauseMs);
      return [
        { text: `? Hold ${who} up for about ${pause}?  y: ${yes}  n: no`, look: 'warning' },
        { text: '  Its suspended async functions are found in a snapshot of its heap:', look: 'plain' },
        {
          text: `  ${formatBytes(price.heapBytes)} now; V8 needs about ${formatBytes(price.expectedMemoryBytes)} more for it.`,
          look: 'plain',
        },
        ...refused,
      ];
    }
    case 'taking':
      return [{ text: ` taking a snapshot of the heap of ${who}, which stands still for it …`, look: 'dim' }];
    case 'declined':
      return [{ text: ' nothing was asked of it: r asks for the price anew', look: 'dim' }];
    default:
      return [{ text: ` asking ${who} what its suspended async functions would cost …`, look: 'dim' }];
  }
}

function groupRows({ count, examples }: AsyncGroup, key: string, opened: ReadonlySet<string>): readonly TabRow[] {
  const [first] = examples;
  if (first === undefined) return [];
  const isOpen = opened.has(key);
  const [innermost] = first.frames;
  const outermost = first.frames.at(-1);
  const name = outermost === undefined ? '' : nameOf(outermost);
  const where = innermost === undefined ? '' : `  waits in ${describeFrame(innermost)}`;
  const heading: TabRow = {
    key,
    isOpen,
    draw: () => [
      span(openMark(isOpen), 'accent'),
      span(`${count} × `, 'warning'),
      span(name, 'strong'),
      span(where, 'dim'),
    ],
  };
  return isOpen
    ? [heading, ...examples.flatMap((example, at) => exampleRows(example, at, examples.length, key))]
    : [heading];
}

function exampleRows({ frames }: AsyncExample, at: number, count: number, key: string): readonly TabRow[] {
  const own = `${key}.${at}`;
  const heading = count === 1 ? [] : [textRow(own, `    example ${at + 1} of ${count}`, 'accent')];
  return [...heading, ...frames.flatMap((frame, index) => frameRows(frame, `${own}.${index}`))];
}

function frameRows(frame: AsyncFrame, key: string): readonly TabRow[] {
  const place = frame.place === 'await' ? '' : ' (where it begins)';
  const locals = (frame.locals ?? []).map(({ name, value }, index) =>
    textRow(`${key}.${index}`, `          ${name}: ${value}`, 'plain'),
  );
  return [textRow(key, `      ${describeFrame(frame)}${place}`, FRAME_LOOKS[frame.origin]), ...locals];
}

function nameOf({ functionName }: AsyncFrame): string {
  return functionName === '' ? '<anonymous>' : functionName;
}
