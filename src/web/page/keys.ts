import { askDump, askStalls } from './asking.js';
import { askable } from './selection.js';
import { PANES } from './state.js';
import { change, getState } from './store.js';

/** The keys of the page, as on the terminal's screen. */
export const KEYS: readonly (readonly [keys: string, does: string])[] = [
  ['↑ ↓ j k', 'to the row above or below'],
  ['Enter g', 'graph the metric from now on, or stop'],
  ['/', 'filter the metrics; in the list of processes, those: a part of the name, a glob, a METRIC; ! turns it round'],
  ['d', 'stack dump of the selected process, with locals'],
  ['t', 'when its event loop stood still'],
  ['o', 'all graphs in one, or one below the other'],
  ['Space', 'freeze the graphs, or go on'],
  ['z', 'hide metrics that are zero, or show them'],
  ['1 2 3 4 5', 'to the processes, metrics, graphs, stack dump, stalls'],
  ['Esc', 'back: this help, a zoom, a filter'],
  ['?', 'this help'],
];

/** Moves the focus among the rows of a list. @returns whether the key was one that does. */
export function moveFocus(event: KeyboardEvent, selector: string): boolean {
  const step = {
    ArrowDown: 1,
    j: 1,
    ArrowUp: -1,
    k: -1,
    Home: Number.NEGATIVE_INFINITY,
    End: Number.POSITIVE_INFINITY,
  }[event.key];
  if (step === undefined || !(event.currentTarget instanceof HTMLElement)) return false;
  const rows = [...document.querySelectorAll<HTMLElement>(selector)];
  const index = rows.indexOf(event.currentTarget) + step;
  rows[Math.max(0, Math.min(rows.length - 1, index))]?.focus();
  event.preventDefault();
  return true;
}

/** Acts on keys that are meant for no field and no row. */
export function listenToKeys(): void {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { target } = event;
    const isTyping = target instanceof HTMLInputElement || target instanceof HTMLSelectElement;
    if (event.key === 'Escape') goBack(target);
    else if (isTyping || event.defaultPrevented || !act(event)) return;
    event.preventDefault();
  });
}

function act({ key, target }: KeyboardEvent): boolean {
  const isOnControl =
    target instanceof HTMLButtonElement || (target instanceof HTMLElement && target.tagName === 'SUMMARY');
  const pane = PANES[Number(key) - 1];
  if (pane !== undefined) {
    change({ pane });
    document.querySelector<HTMLElement>(`.${pane} [tabindex], .${pane} button.row`)?.focus();
    return true;
  }
  const state = getState();
  switch (key) {
    case '/': {
      const isInProcesses = target instanceof HTMLElement && target.closest('.processes') !== null;
      document.querySelector<HTMLElement>(isInProcesses ? '#process-filter' : '#metric-filter')?.focus();
      return true;
    }
    case 'd':
    case 't': {
      const process = askable();
      if (process !== undefined) void (key === 'd' ? askDump(process) : askStalls(process));
      return true;
    }
    case 'o':
      change({ isOverlaid: !state.isOverlaid });
      return true;
    case ' ':
      if (isOnControl) return false;
      change({ pausedMs: state.pausedMs === undefined ? state.fleet?.wallMs : undefined });
      return true;
    case 'z':
      change({ hidesZeros: !state.hidesZeros });
      return true;
    case '?':
      change({ isHelpShown: !state.isHelpShown });
      return true;
    default:
      return false;
  }
}

function goBack(target: EventTarget | null): void {
  const { isHelpShown, zoom } = getState();
  const isProcesses = target instanceof HTMLElement && target.closest('.processes') !== null;
  if (isHelpShown) change({ isHelpShown: false });
  else if (target instanceof HTMLInputElement) {
    if (target.value === '') target.blur();
    change(isProcesses ? { processFilter: '' } : { metricFilter: '' });
  } else if (zoom !== undefined) change({ zoom: undefined });
  else change(isProcesses ? { processFilter: '' } : { metricFilter: '' });
}
