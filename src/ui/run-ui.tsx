import type { Sample } from '../source/sample.js';
import { toAscii } from './draw/ascii.js';
import { widthOf } from './draw/fit.js';
import { readInput } from './input/read-input.js';
import { perform, type TerminalOrders } from './perform.js';
import type { OpenedRecording } from './recording-state.js';
import type { Services } from './services.js';
import type { ScreenSettings } from './settings.js';
import { initialState, type UiStart } from './state.js';
import { createStore, type Store } from './store.js';
import { FramePacer } from './terminal/frame-pacer.js';
import { FrameStream } from './terminal/frame-stream.js';
import { type Palette, paletteOf } from './terminal/palette.js';
import { ScreenTerminal, type TerminalInput, type TerminalOutput } from './terminal/screen-terminal.js';
import { type UiEnd, watchWaysOut } from './terminal/way-out.js';
import { openRecording } from './update/recording.js';
import { TICK_MS } from './update.js';

export type { UiEnd } from './terminal/way-out.js';

/** What the screen is given by the command line. */
export interface RunUiOptions {
  readonly services: Services;
  /** Each is shown when it comes. When they end, the screen stays; when they fail, it ends with the error. */
  readonly samples: AsyncIterable<Sample>;
  /** Shown instead of samples, with none coming. */
  readonly recording?: OpenedRecording;
  readonly stdin: TerminalInput;
  readonly stdout: TerminalOutput;
  /** How often samples are taken: only to be shown. */
  readonly intervalMs: number;
  /** What was asked for; none means all. Only to be shown. */
  readonly targets?: readonly string[];
  readonly hostName: string;
  readonly userName: string;
  readonly useMouse: boolean;
  /** `auto`: as many as the terminal has. `NO_COLOR` is for the caller to read. */
  readonly color: 'auto' | 'always' | 'never';
  /** The terminal knows only ASCII. */
  readonly isAscii?: boolean;
  /** What the user's configuration says of keys, colours, graphs and layout. */
  readonly settings?: ScreenSettings;
  /** Ends the screen as the quit key does. */
  readonly stop: AbortSignal | undefined;
}

const FRAME_INTERVAL_MS = 33;

/**
 * Shows the screen until it is quit.
 *
 * The terminal is given back on every way out before the promise settles, and
 * at the latest when the process exits. It does not exit the process, print, or
 * stop the samples: that is the caller's.
 *
 * @returns How it ended. After a signal the caller decides how to end.
 * @throws What was thrown in the screen, by the samples, or by nobody's code in particular (an uncaught exception).
 */
export async function runUi(options: RunUiOptions): Promise<UiEnd> {
  // With DEV=true in the environment Ink looks for React's developer tools, which are not in the bundle, and warns.
  delete process.env['DEV'];
  const screen = await import('./show-screen.js');
  const terminal = new ScreenTerminal(options.stdin, options.stdout, options.useMouse);
  const cleanUp: (() => void)[] = [];
  try {
    return await new Promise<UiEnd>((resolve, reject) => {
      cleanUp.push(watchWaysOut(options.stdout, { end: resolve, fail: reject, exit: () => terminal.leave() }));
      terminal.enter();
      cleanUp.push(() => terminal.leave());
      const frames = new FrameStream(
        (bytes) => terminal.write(bytes),
        () => terminal.size(),
        options.isAscii === true ? (line) => toAscii(line, widthOf) : undefined,
      );
      const store = openStore(options, terminal, frames, () => pacer.request(), resolve);
      const picture = screen.showScreen(store.state(), frames, reject, paletteFor(options));
      const pacer = new FramePacer(() => picture.draw(store.state()), FRAME_INTERVAL_MS);
      cleanUp.push(
        () => picture.close(),
        () => pacer[Symbol.dispose](),
      );
      cleanUp.push(...connect(options, terminal, store, resolve, () => pacer.flush()));
      takeSamples(options, store).catch(reject);
      options.stop?.addEventListener('abort', () => resolve({ reason: 'quit' }));
    });
  } finally {
    cleanUp.toReversed().forEach((undo) => undo());
  }
}

function openStore(
  options: RunUiOptions,
  terminal: ScreenTerminal,
  frames: FrameStream,
  onChange: () => void,
  end: (end: UiEnd) => void,
): Store {
  const { hostName, userName, intervalMs, useMouse } = options;
  const known = { hostName, userName, intervalMs, isMouseOn: useMouse, size: terminal.size(), wallMs: Date.now() };
  const start = { ...known, ...settingsOf(options), targets: options.targets ?? [] };
  const orders: TerminalOrders = {
    captureMouse: (isOn) => terminal.captureMouse(isOn),
    copy: (text) => terminal.copy(text),
    repaint: () => frames.forget(),
    suspend: () => suspend(terminal, () => store.emit({ type: 'resized', size: terminal.size() })),
    quit: () => end({ reason: 'quit' }),
  };
  const { recording } = options;
  const first = recording === undefined ? initialState(start) : openRecording(initialState(start), recording);
  const store: Store = createStore(first, onChange, (effect) =>
    perform(effect, options.services, orders, (event) => store.emit(event)),
  );
  return store;
}

function settingsOf({ settings, isAscii }: RunUiOptions): Partial<UiStart> {
  const graphStyle = settings?.graphStyle ?? (isAscii === true ? 'ascii' : 'line');
  if (settings === undefined) return { graphStyle };
  const { keys, layout, isFlat, verbosity } = settings;
  return { graphStyle, keys, layout, isFlat, verbosity };
}

function paletteFor({ color, stdout, settings }: RunUiOptions): Palette {
  const depth = color === 'never' ? 1 : (stdout.getColorDepth?.() ?? 4);
  const wanted = color === 'always' ? Math.max(4, depth) : depth;
  return paletteOf(wanted >= 24 ? 24 : wanted >= 8 ? 8 : wanted >= 4 ? 4 : 1, settings?.colors);
}

function connect(
  { stdin, stdout }: RunUiOptions,
  terminal: ScreenTerminal,
  store: Store,
  end: (end: UiEnd) => void,
  onInputTaken: () => void,
): readonly (() => void)[] {
  const onResize = (): void => store.emit({ type: 'resized', size: terminal.size() });
  const onInputEnd = (): void => end({ reason: 'closed' });
  stdout.on('resize', onResize);
  stdin.on('end', onInputEnd);
  stdin.on('error', onInputEnd);
  const stopReading = readInput(stdin, (input) =>
    store.emit(
      input.type === 'key'
        ? { type: 'keyPressed', key: input.key, atMs: performance.now() }
        : { type: 'mousePressed', input },
    ),
  );
  // Behind the other listener: all keys of a piece of input have been taken by then.
  stdin.on('data', onInputTaken);
  const ticker = setInterval(() => store.emit({ type: 'ticked', wallMs: Date.now() }), TICK_MS);
  return [
    stopReading,
    () => stdin.off('data', onInputTaken),
    () => clearInterval(ticker),
    () => stdout.off('resize', onResize),
    () => stdin.off('end', onInputEnd),
    () => stdin.off('error', onInputEnd),
  ];
}

async function takeSamples({ samples, services }: RunUiOptions, store: Store): Promise<void> {
  for await (const sample of samples) store.emit({ type: 'sampled', sample, ownUse: services.readOwnUse?.() });
}

function suspend(terminal: ScreenTerminal, onContinued: () => void): void {
  terminal.leave();
  // The whole job, as the terminal driver would have it: a shell that waits for our parent gets its prompt back.
  process.kill(0, 'SIGTSTP');
  setImmediate(() => {
    terminal.enter();
    onContinued();
  });
}
