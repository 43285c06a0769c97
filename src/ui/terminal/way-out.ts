import type { TerminalOutput } from './screen-terminal.js';

/** How the screen ended. */
export type UiEnd =
  | { readonly reason: 'quit' }
  | { readonly reason: 'signal'; readonly signal: NodeJS.Signals }
  /** The terminal went away. */
  | { readonly reason: 'closed' };

/** Where a way out of the screen leads. */
export interface WayOutHandlers {
  readonly end: (end: UiEnd) => void;
  readonly fail: (thrown: unknown) => void;
  /** The process exits now, whatever else is going on: the last chance to give the terminal back. */
  readonly exit: () => void;
}

const SIGNALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'];

/**
 * Watches every way on which the program can end but the screen's own `quit`.
 *
 * @returns Stops watching.
 */
export function watchWaysOut(output: TerminalOutput, { end, fail, exit }: WayOutHandlers): () => void {
  const onSignal = (signal: NodeJS.Signals): void => end({ reason: 'signal', signal });
  const onOutputError = (): void => end({ reason: 'closed' });
  SIGNALS.forEach((signal) => process.on(signal, onSignal));
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  process.on('exit', exit);
  output.on('error', onOutputError);
  return () => {
    SIGNALS.forEach((signal) => process.off(signal, onSignal));
    process.off('uncaughtException', fail);
    process.off('unhandledRejection', fail);
    process.off('exit', exit);
    output.off('error', onOutputError);
  };
}
