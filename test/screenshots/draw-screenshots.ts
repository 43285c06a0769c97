// The pictures of the README, drawn by a terminal emulator and by Chromium from the samples that the goldens are drawn from.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { UiState } from '../../src/ui/state.js';
import { skipWithoutBrowser } from '../support/browser.js';
import { fleetSample, literalDump } from '../support/literal-samples.js';
import { projectFolder } from '../support/project.js';
import { after, afterCommands, drawnTerminal, startState } from '../support/screen.js';
import { drawDashboard } from './draw-dashboard.js';
import { terminalSvg } from './terminal-svg.js';

const SIZE = { columns: 120, rows: 36 };

function sampled(state: UiState, first: number, last: number): UiState {
  const seconds = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  return after(state, ...seconds.map((second) => ({ type: 'sampled', sample: fleetSample(second) }) as const));
}

const fleet = sampled(startState(SIZE), 0, 30);
const graphed = sampled(afterCommands(fleet, 'openMetrics', 'moveDown', 'moveDown', 'toggleGraph'), 31, 90);
const dumped = after(afterCommands(fleet, 'moveDown', 'takeDump'), {
  type: 'dumpArrived',
  number: 1,
  dump: literalDump,
});

const PICTURES: Readonly<Record<string, UiState>> = { fleet, graph: graphed, stack: dumped };

const folder = join(projectFolder, 'screenshots');
mkdirSync(folder, { recursive: true });
for (const [name, state] of Object.entries(PICTURES)) {
  const terminal = await drawnTerminal([state, state], true);
  writeFileSync(join(folder, `${name}.svg`), terminalSvg(terminal));
  process.stdout.write(`screenshots/${name}.svg\n`);
  terminal.dispose();
}
if (skipWithoutBrowser === false) await drawDashboard(join(folder, 'dashboard.png'));
process.stdout.write(skipWithoutBrowser === false ? 'screenshots/dashboard.png\n' : `${skipWithoutBrowser}\n`);
