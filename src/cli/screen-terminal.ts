import { constants } from 'node:os';
import type { RunUiOptions, UiEnd } from '../ui/run-ui.js';
import { type Config, isAsciiTerminal, screenSettings } from './config.js';
import { EXIT_DONE } from './exit-code.js';
import { type Io, wantsColor } from './io.js';

/** What the arguments say of how a screen looks. */
export interface ScreenLook {
  readonly color: 'auto' | 'always' | 'never';
  readonly mouse: boolean;
  /** `undefined`: as the configuration says. */
  readonly graph: Config['graph'] | undefined;
}

type TerminalOptions = Pick<RunUiOptions, 'stdin' | 'stdout' | 'useMouse' | 'color' | 'isAscii' | 'settings'>;

const SIGNAL_EXIT_CODE_BASE = 128;

/** Whether there is a terminal to draw on. */
export function hasScreen({ stdin, stdout, env }: Io): boolean {
  return stdout.isTTY && stdin.isTTY && env['TERM'] !== 'dumb';
}

/** The terminal, and how the arguments and the configuration want it used. */
export function terminalOptions(io: Io, config: Config, { color, mouse, graph }: ScreenLook): TerminalOptions {
  return {
    stdin: io.stdin,
    stdout: io.stdout,
    useMouse: mouse && config.mouse,
    isAscii: isAsciiTerminal(io.env, config.characters),
    settings: screenSettings(config, graph ?? config.graph),
    color: color === 'auto' && !wantsColor(io, 'auto') ? 'never' : color,
  };
}

/** How the program ends after its screen did. */
export function exitCodeAfter(end: UiEnd): number {
  return end.reason === 'signal' ? SIGNAL_EXIT_CODE_BASE + constants.signals[end.signal] : EXIT_DONE;
}
