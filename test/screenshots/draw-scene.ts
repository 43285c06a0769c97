import { drawnTerminal, linesOf } from '../support/screen.js';
import type { RecordedFleet } from './recorded-fleet.js';
import { type Scene, sceneState } from './scenes.js';
import { terminalSvg } from './terminal-svg.js';

/** A scene as a terminal emulator shows it in colours: its text, and its picture. */
export async function drawScene(
  scene: Scene,
  fleet: RecordedFleet,
): Promise<{ readonly lines: readonly string[]; readonly svg: string }> {
  const terminal = await drawnTerminal([sceneState(scene, fleet)], true);
  const picture = { lines: linesOf(terminal), svg: terminalSvg(terminal, 'ada@web-1: porthole') };
  terminal.dispose();
  return picture;
}
