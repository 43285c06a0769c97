import { render } from 'ink';
import { App } from './App.js';
import type { UiState } from './state.js';
import type { FrameStream } from './terminal/frame-stream.js';

/** The picture of a state on a terminal. */
export interface Picture {
  draw(state: UiState): void;
  close(): void;
}

/** Begins to draw; `onError` gets what a component has thrown. */
export function showScreen(state: UiState, frames: FrameStream, onError: (thrown: unknown) => void): Picture {
  const instance = render(<App state={state} />, {
    // What Ink uses of a WriteStream with `debug` is there: columns, rows and write.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    stdout: frames as unknown as NodeJS.WriteStream,
    // Every picture as a whole and at once: FrameStream finds the changes, FramePacer keeps the pace.
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  instance.waitUntilExit().catch(onError);
  return {
    draw: (next) => instance.rerender(<App state={next} />),
    close() {
      frames.keepLast();
      instance.unmount();
    },
  };
}
