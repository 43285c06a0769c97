import { Writable } from 'node:stream';
import { Box, type DOMElement, render } from 'ink';
import { App } from './App.js';
import type { UiState } from './state.js';
import type { FrameStream } from './terminal/frame-stream.js';
import { type LaidOutNode, paintTree } from './terminal/paint-tree.js';
import { type Palette, paletteOf } from './terminal/palette.js';

/** The picture of a state on a terminal. */
export interface Picture {
  draw(state: UiState): void;
  close(): void;
}

/**
 * Begins to draw; `onError` gets what a component has thrown.
 *
 * Ink keeps the tree and its layout; what it would write is dropped, and each tree that it has laid out is painted
 * by `paintTree` in its stead.
 */
export function showScreen(
  state: UiState,
  frames: FrameStream,
  onError: (thrown: unknown) => void,
  palette: Palette = paletteOf(1),
): Picture {
  let root: InkRoot | undefined;
  const paint = (): void => {
    if (root !== undefined) frames.show(paintTree(root, frames.size(), palette));
  };
  const onMount = (node: DOMElement | null): void => {
    if (node === null) return;
    root = rootOf(node);
    // Called once for each commit, after the layout.
    root.onRender = paint;
  };
  const tree = (shown: UiState) => (
    <Box ref={onMount}>
      <App state={shown} />
    </Box>
  );
  const instance = render(tree(state), {
    stdout: nowhere(frames),
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  instance.waitUntilExit().catch(onError);
  paint();
  return {
    draw: (next) => instance.rerender(tree(next)),
    close() {
      root = undefined;
      instance.unmount();
    },
  };
}

interface InkRoot extends LaidOutNode {
  onRender?: () => void;
}

function rootOf(node: LaidOutNode): InkRoot {
  return node.parentNode === undefined ? node : rootOf(node.parentNode);
}

// What Ink uses of a WriteStream with `debug` is there: columns, rows and write.
function nowhere(frames: FrameStream): NodeJS.WriteStream {
  const stream = new Writable({ write: (_chunk, _encoding, done) => done() });
  Object.defineProperties(stream, {
    columns: { get: () => frames.size().columns },
    rows: { get: () => frames.size().rows },
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return stream as unknown as NodeJS.WriteStream;
}
