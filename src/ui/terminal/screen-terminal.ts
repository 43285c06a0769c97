import type { ScreenSize } from '../state.js';

/** What the screen needs of the terminal's input; `process.stdin` has it. */
export interface TerminalInput {
  readonly isTTY?: boolean | undefined;
  setRawMode?(isRaw: boolean): unknown;
  on(event: 'data' | 'end' | 'error', listener: (chunk: Buffer | string) => void): unknown;
  off(event: 'data' | 'end' | 'error', listener: (chunk: Buffer | string) => void): unknown;
  resume(): unknown;
  pause(): unknown;
  unref?(): unknown;
  ref?(): unknown;
}

/** What the screen needs of the terminal's output; `process.stdout` has it. */
export interface TerminalOutput {
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
  write(bytes: string): unknown;
  getColorDepth?(): number;
  on(event: 'resize' | 'error', listener: () => void): unknown;
  off(event: 'resize' | 'error', listener: () => void): unknown;
}

// The alternate screen without a cursor, and without wrapping: a width that the terminal sees otherwise stays in its line.
const ENTER = '\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[0m\x1b[2J\x1b[H';
const LEAVE = '\x1b[0m\x1b[?7h\x1b[?25h\x1b[?1049l';
const MOUSE_ON = '\x1b[?1000h\x1b[?1006h';
const MOUSE_OFF = '\x1b[?1006l\x1b[?1000l';

/** A terminal taken over for the screen, and given back as it was. */
export class ScreenTerminal {
  readonly #input: TerminalInput;
  readonly #output: TerminalOutput;
  #isMouseOn: boolean;
  #isEntered = false;

  constructor(input: TerminalInput, output: TerminalOutput, isMouseOn: boolean) {
    this.#input = input;
    this.#output = output;
    this.#isMouseOn = isMouseOn;
  }

  /** Takes the terminal over. */
  enter(): void {
    if (this.#isEntered) return;
    this.#isEntered = true;
    this.#input.setRawMode?.(true);
    this.#input.ref?.();
    this.#input.resume();
    this.write(ENTER + (this.#isMouseOn ? MOUSE_ON : ''));
  }

  /** Gives the terminal back; also when called twice, or while the process exits. Never throws. */
  leave(): void {
    if (!this.#isEntered) return;
    this.#isEntered = false;
    try {
      this.#output.write(MOUSE_OFF + LEAVE);
      this.#input.setRawMode?.(false);
      this.#input.pause();
      this.#input.unref?.();
    } catch {
      // The terminal is gone: there is nothing to give back.
    }
  }

  /** Writes while the terminal is ours; what comes too late is dropped. */
  write(bytes: string): void {
    if (this.#isEntered) this.#output.write(bytes);
  }

  captureMouse(isOn: boolean): void {
    this.#isMouseOn = isOn;
    this.write(isOn ? MOUSE_ON : MOUSE_OFF);
  }

  /** Hands a text to the terminal's clipboard (OSC 52), which not every terminal allows. */
  copy(text: string): void {
    this.write(`\x1b]52;c;${Buffer.from(text).toString('base64')}\x07`);
  }

  /** The size of the window; 80×24 where the terminal does not say. */
  size(): ScreenSize {
    return { columns: this.#output.columns || 80, rows: this.#output.rows || 24 };
  }
}
