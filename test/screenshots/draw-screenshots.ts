// The pictures of the README, drawn by a terminal emulator from what was recorded: the frames that the goldens hold; and by
// Chromium from the dashboard.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { skipWithoutBrowser } from '../support/browser.js';
import { projectFolder } from '../support/project.js';
import { drawDashboard } from './draw-dashboard.js';
import { drawScene } from './draw-scene.js';
import { pngOf } from './picture-png.js';
import { recordFleet } from './record-fleet.js';
import { readFleet } from './recorded-fleet.js';
import { SCENES } from './scenes.js';

if (process.argv.includes('--record')) await recordFleet();
const folder = join(projectFolder, 'screenshots');
const fleet = readFleet();
for (const scene of SCENES) {
  const { svg } = await drawScene(scene, fleet);
  writeFileSync(join(folder, `${scene.name}.svg`), svg);
  writeFileSync(join(folder, `${scene.name}.png`), pngOf(svg));
  process.stdout.write(`screenshots/${scene.name}.svg, .png\n`);
}
if (skipWithoutBrowser === false) await drawDashboard(join(folder, 'dashboard.png'));
process.stdout.write(skipWithoutBrowser === false ? 'screenshots/dashboard.png\n' : `${skipWithoutBrowser}\n`);
