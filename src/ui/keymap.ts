import type { Command } from './command.js';
import { INSPECTION_TABS } from './inspection.js';
import type { PaneName, UiState } from './state.js';

/** Where the keyboard is: a pane, the help that lies over all of them, or a question that waits for its answer. */
export type KeyContext = PaneName | 'help' | 'question';

/** A line of the key table. */
export interface KeyBinding {
  readonly keys: readonly string[];
  readonly command: Command;
  readonly contexts: readonly KeyContext[];
  /** What the hint in the key bar says, its key in brackets; `undefined`: no hint. */
  readonly hint: string | undefined;
  readonly help: string;
}

const STACK: readonly KeyContext[] = ['stack'];
const BESIDE_STACK: readonly KeyContext[] = ['processes', 'metrics', 'graphs', ...INSPECTION_TABS, 'log'];
/** The panes: what holds in all of them needs no word of where. */
export const PANES: readonly KeyContext[] = [...BESIDE_STACK, ...STACK];
const NOT_HOT: readonly KeyContext[] = PANES.filter((pane) => pane !== 'hot');
const EVERYWHERE: readonly KeyContext[] = [...PANES, 'help'];
const QUESTION: readonly KeyContext[] = ['question'];
const LISTS: readonly KeyContext[] = ['processes', 'metrics'];
const TABLES: readonly KeyContext[] = [...LISTS, 'inFlight', 'hot'];
const TREES: readonly KeyContext[] = ['async', 'stalls'];
const TEXTS: readonly KeyContext[] = [...LISTS, 'stack', ...INSPECTION_TABS, 'log', 'help'];

/** The one table of keys: the key bar, the help screen and the README's table come from it. */
export const KEY_TABLE: readonly KeyBinding[] = [
  binding(['up', 'k'], 'moveUp', TEXTS, undefined, 'move up'),
  binding(['down', 'j'], 'moveDown', TEXTS, undefined, 'move down'),
  binding(['pageUp'], 'pageUp', EVERYWHERE, undefined, 'a page up; in graphs a page back in time'),
  binding(['pageDown'], 'pageDown', EVERYWHERE, undefined, 'a page down; in graphs a page on in time'),
  binding(['home', 'g g'], 'moveToStart', EVERYWHERE, undefined, 'to the first line; in graphs to the first sample'),
  binding(['end', 'G'], 'moveToEnd', EVERYWHERE, undefined, 'to the last line; in graphs to now'),
  binding(['tab'], 'focusNext', PANES, '[Tab]pane', 'to the next pane'),
  binding(['shiftTab'], 'focusPrevious', PANES, undefined, 'to the previous pane'),
  binding(['1'], 'focusProcesses', PANES, undefined, 'to the processes'),
  binding(['2'], 'focusMetrics', PANES, undefined, 'to the metrics'),
  binding(['3'], 'focusGraphs', PANES, undefined, 'to the graphs'),
  binding(['4'], 'focusStack', PANES, undefined, 'to the stack dump'),
  binding(['5'], 'focusInFlight', PANES, undefined, 'what the process has in flight and holds open, each second anew'),
  binding(['6'], 'focusAsync', PANES, undefined, 'its suspended async functions; what they cost is asked first'),
  binding(['7'], 'focusHot', PANES, undefined, 'which of its functions run, counted while this is open'),
  binding(
    ['8'],
    'focusStalls',
    PANES,
    undefined,
    'when its event loop stood still, and what held it; also of the dead',
  ),
  binding(['9', 'l'], 'focusLog', PANES, undefined, 'to the log: what started, ended, restarted, stalled, was dumped'),
  binding(
    ['enter'],
    'openMetrics',
    ['processes'],
    undefined,
    'to the metrics of the process; opens a program, or closes it',
  ),
  binding(
    ['right'],
    'openLine',
    ['processes'],
    undefined,
    'open a program, or a process with threads; else the next line',
  ),
  binding(
    ['left'],
    'closeLine',
    ['processes'],
    undefined,
    'close it, or go to what it belongs to; else the line before',
  ),
  binding(['t'], 'toggleTree', NOT_HOT, undefined, 'processes below their program, or one by one'),
  binding(
    ['A'],
    'changeAggregator',
    PANES,
    undefined,
    'the processes of a program as one: as fits each metric, sum, avg, min, max',
  ),
  binding(['enter'], 'toggleGraph', ['metrics'], undefined, 'graph the metric from now on, or stop'),
  binding(['enter'], 'toggleRow', TREES, '[Enter]open', 'open the line, or close it'),
  binding(['right'], 'openRow', TREES, undefined, 'open the line'),
  binding(['left'], 'closeRow', TREES, undefined, 'close it, or what it lies in'),
  binding(['enter'], 'goToEntry', ['log'], '[Enter]goto', 'to that process at that moment, with its stall or dump'),
  binding(['r'], 'refreshTab', [...INSPECTION_TABS], '[r]efresh', 'ask anew'),
  binding(['t'], 'nextThread', ['hot'], '[t]hread', 'the functions of the next thread, or of all'),
  binding(
    ['/'],
    'filter',
    BESIDE_STACK,
    '[/]find',
    'choose by a part of the name, a glob, a METRIC; ! in front turns it round; Esc clears',
  ),
  binding(['s'], 'sort', TABLES, '[s]ort', 'sort by the next column'),
  binding(['i'], 'invertSort', TABLES, undefined, 'sort the other way round'),
  binding(['g'], 'toggleGraph', LISTS, '[g]raph', 'graph the metric from now on, or stop'),
  binding(['left'], 'moveLeft', ['graphs'], '[←]cursor', 'move the cursor back in time'),
  binding(['right'], 'moveRight', ['graphs'], undefined, 'move the cursor on in time'),
  binding(['up', 'k'], 'zoomIn', ['graphs'], '[↑]zoom', 'zoom in: less time in each column'),
  binding(['down', 'j'], 'zoomOut', ['graphs'], undefined, 'zoom out: more time in each column'),
  binding(['o'], 'toggleOverlay', PANES, undefined, 'all graphs in one, or one below the other'),
  binding(['b'], 'changeGraphStyle', PANES, undefined, 'draw graphs as lines, in braille dots, or in ASCII'),
  binding(
    ['Y'],
    'toggleFixedAxis',
    PANES,
    undefined,
    'fix the value axis of graphs as it is now, or let it follow the values',
  ),
  binding(
    ['T'],
    'goToTime',
    PANES,
    undefined,
    'go to a time, as 15:04:05 or -5m: in graphs the cursor does, else every pane',
  ),
  binding(['g'], 'goToTime', ['graphs'], undefined, 'go to a time'),
  binding(['d'], 'takeDump', PANES, '[d]ump', 'stack dump of the selected process, all threads, with locals'),
  binding(['D'], 'takeAllDumps', PANES, undefined, 'stack dumps of all processes that have the agent, a few at a time'),
  binding(['enter'], 'toggleNode', STACK, undefined, 'open the line or close it: a thread, a frame, a value'),
  binding(['right'], 'openNode', STACK, undefined, 'open the line'),
  binding(['left'], 'closeNode', STACK, undefined, 'close it, or what it lies in'),
  binding(['/'], 'search', STACK, '[/]find', 'look for a text in the dump, in what is closed too; Esc ends it'),
  binding(['n'], 'nextMatch', STACK, undefined, 'the next place that has the text'),
  binding(['N'], 'previousMatch', STACK, undefined, 'the place before that has the text'),
  binding(['a'], 'toggleInternals', STACK, '[a]ll', 'show the frames of Node itself too, or hide them'),
  binding(['='], 'toggleDifference', STACK, '[=]diff', 'what has changed since the dump before, or the dump alone'),
  binding(['<'], 'olderDump', STACK, '[<]old', 'the dump of the same process that was taken before'),
  binding(['>'], 'newerDump', STACK, '[>]new', 'the dump of the same process that was taken after'),
  binding(['w'], 'writeDump', STACK, '[w]rite', 'write the dump into a file, as JSON and as text'),
  binding(['a'], 'attach', LISTS, undefined, 'put the agent into the process, after a question'),
  binding(['y', 'enter'], 'confirm', QUESTION, '[y]es', 'yes, do it'),
  binding(['n', 'escape'], 'goBack', QUESTION, '[n]o', 'no, leave it alone'),
  binding(
    ['space'],
    'togglePause',
    PANES,
    '[Space]pause',
    'freeze the picture, or go on; samples are taken meanwhile. Of a recording: play, or stop',
  ),
  binding(['['], 'stepBack', PANES, undefined, 'a second back, up to 15 minutes, in every pane'),
  binding([']'], 'stepForward', PANES, undefined, 'a second on'),
  binding(['{'], 'stepMinuteBack', PANES, undefined, 'a minute back'),
  binding(['}'], 'stepMinuteForward', PANES, undefined, 'a minute on'),
  binding(['e', 'f'], 'toggleExpanded', PANES, undefined, 'the pane alone on the whole screen, or all again'),
  binding(
    ['v'],
    'showMore',
    PANES,
    undefined,
    'show more metrics: info (the program’s own), diag (Node’s too), debug (all)',
  ),
  binding(['V'], 'showLess', PANES, undefined, 'show fewer'),
  binding(['z'], 'toggleZeros', PANES, undefined, 'hide metrics that were never other than zero, or show them'),
  binding(['u'], 'toggleUnits', PANES, undefined, 'all digits of each number, or 1.5 MiB'),
  binding(['0'], 'resetHot', ['hot'], '[0]reset', 'count from now on'),
  binding(['0'], 'resetAverages', NOT_HOT, undefined, 'begin averages and graphs anew'),
  binding(['F'], 'toggleFollow', PANES, undefined, 'keep the selected process in sight while the list is sorted anew'),
  binding(['+'], 'lookMoreOften', PANES, undefined, 'look more often; play faster'),
  binding(['='], 'lookMoreOften', BESIDE_STACK, undefined, 'look more often; play faster'),
  binding(['-'], 'lookLessOften', PANES, undefined, 'look less often; play slower'),
  binding(['y'], 'copy', PANES, undefined, 'copy the selected line, or the stack dump, to the clipboard (OSC 52)'),
  binding(['w'], 'writeSnapshot', BESIDE_STACK, undefined, 'write all numbers into a file, as JSON and as text'),
  binding(
    ['escape'],
    'goBack',
    EVERYWHERE,
    '[Esc]back',
    'back: the help, a search, what is open in the dump, the whole screen, a filter, the tab, the stack dump, the graphs',
  ),
  binding(['?', 'h', 'f1'], 'toggleHelp', EVERYWHERE, '[?]help', 'this help'),
  binding(['ctrl-l'], 'repaint', EVERYWHERE, undefined, 'paint the screen anew'),
  binding(['ctrl-z'], 'suspend', EVERYWHERE, undefined, 'suspend; fg comes back'),
  binding(['q', 'ctrl-c'], 'quit', [...EVERYWHERE, ...QUESTION], '[q]uit', 'quit'),
  binding(['m'], 'toggleMouse', EVERYWHERE, '[m]ouse', 'give the mouse to the terminal, or take it back'),
];

/** Where the keyboard is now. */
export function keyContext(state: UiState): KeyContext {
  if (state.isHelpOpen) return 'help';
  return state.question === undefined && !isPriceAsked(state) ? state.focus : 'question';
}

/** Whether somebody has to say if the price of an async dump is paid. */
export function isPriceAsked({ focus, inspection }: UiState): boolean {
  return focus === 'async' && inspection.async.state === 'priced';
}

/** The command of a key in a context. */
export function commandOf(key: string, context: KeyContext, table: readonly KeyBinding[]): Command | undefined {
  // The space bar sends a space, which would not be seen in the table.
  const name = key === ' ' ? 'space' : key;
  return table.find(({ keys, contexts }) => keys.includes(name) && contexts.includes(context))?.command;
}

/** The lines of a table that have a hint, in one context. */
export function hintedBindings(context: KeyContext, table: readonly KeyBinding[]): readonly KeyBinding[] {
  return table.filter(({ hint, contexts }) => hint !== undefined && contexts.includes(context));
}

function binding(
  keys: readonly string[],
  command: Command,
  contexts: readonly KeyContext[],
  hint: string | undefined,
  help: string,
): KeyBinding {
  return { keys, command, contexts, hint, help };
}
