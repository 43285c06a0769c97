import type { Command } from '../../src/ui/command.js';
import type { ScreenSize, UiState } from '../../src/ui/state.js';
import { afterCommands, startState } from '../support/screen.js';
import { played, sampledFrom } from './played.js';
import type { RecordedFleet } from './recorded-fleet.js';

/** A picture of the README, and the golden of the same name. */
export interface Scene {
  readonly name: string;
  /** What is to be seen, for those who do not see it. */
  readonly alt: string;
  readonly size: ScreenSize;
  /** What leads to it: seconds of the recording, and keys. */
  readonly state: (fleet: RecordedFleet, start: UiState) => UiState;
}

const SIZE = { columns: 132, rows: 32 };

/** All that is pictured. Another one is another entry: golden, picture and the check of the README follow. */
export const SCENES: readonly Scene[] = [
  {
    name: 'fleet',
    alt: 'Five Node processes, one of them stuck, and the live metrics of a web server',
    size: SIZE,
    state: (fleet, start) => played(fleet, sampledFrom(fleet, start, 0, 61), 'moveDown', 'openLine', 'moveUp'),
  },
  {
    name: 'graph',
    alt: 'The requests a second of a web server as a graph, and the time that they take as p50, p90 and p99',
    size: { ...SIZE, rows: 38 },
    state(fleet, start) {
      const first = played(fleet, sampledFrom(fleet, start, 0, 12), 'changeGraphStyle');
      const duration = played(fleet, onMetric(first, 'http.server.request.duration'), 'toggleGraph');
      const both = played(fleet, onMetric(duration, 'http.requests'), 'toggleGraph');
      const drawn = played(fleet, sampledFrom(fleet, both, 13, 92), 'focusGraphs');
      return afterCommands(drawn, ...times(50, 'moveLeft'));
    },
  },
  {
    name: 'stack',
    alt: 'The stack of a process while its event loop is blocked, a frame opened to its source and its locals',
    size: { ...SIZE, rows: 36 },
    state: (fleet, start) =>
      played(fleet, onProcess('staller', fleet, start, 70), 'takeDump', 'moveDown', 'toggleNode'),
  },
  {
    name: 'hot',
    alt: 'The functions of a process that is stuck, by how often each was met running',
    size: SIZE,
    state: (fleet, start) => played(fleet, onProcess('staller', fleet, start, 70), 'focusHot'),
  },
  {
    name: 'in-flight',
    alt: 'The queries that a process waits for, oldest first, and what it holds open',
    size: SIZE,
    state: (fleet, start) => played(fleet, onProcess('slow-query', fleet, start, 74), 'focusInFlight'),
  },
  {
    name: 'stalls',
    alt: 'The times at which an event loop stood still, one of them opened to the stack that held it',
    size: SIZE,
    state: (fleet, start) => played(fleet, onProcess('staller', fleet, start, 75), 'focusStalls', 'toggleRow'),
  },
  {
    name: 'past',
    alt: 'The screen paused and stepped back to a stall: every pane shows that moment',
    size: SIZE,
    state(fleet, start) {
      const stuck = played(fleet, onProcess('staller', fleet, start, 70), 'takeDump');
      const paused = played(fleet, sampledFrom(fleet, stuck, 71, 95), 'togglePause');
      return afterCommands(paused, ...times(24, 'stepBack'));
    },
  },
];

/** The state of the screen that a scene shows. */
export function sceneState({ size, state }: Scene, fleet: RecordedFleet): UiState {
  return state(fleet, startState(size));
}

// In the order in which they were started.
const PROGRAMS = ['web', 'worker-pool', 'staller', 'slow-query', 'counter'];

/** The fleet after so many seconds, with this program selected. */
function onProcess(program: string, fleet: RecordedFleet, start: UiState, second: number): UiState {
  return afterCommands(sampledFrom(fleet, start, 0, second), ...times(PROGRAMS.indexOf(program), 'moveDown'));
}

/** The first metric whose name begins so is selected. */
function onMetric(state: UiState, name: string): UiState {
  const metrics = afterCommands(state, 'focusMetrics', 'moveToStart');
  const index = metrics.metrics.findIndex(({ key }) => key.startsWith(name));
  return afterCommands(metrics, ...times(index, 'moveDown'));
}

function times(count: number, command: Command): readonly Command[] {
  return Array.from({ length: count }, () => command);
}
