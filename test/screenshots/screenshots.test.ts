import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { projectFolder } from '../support/project.js';
import { assertGolden } from '../support/screen.js';
import { cellShape } from './cell-shapes.js';
import { drawScene } from './draw-scene.js';
import { PNG_SCALE } from './picture-png.js';
import { readFleet } from './recorded-fleet.js';
import { SCENES } from './scenes.js';

const fleet = readFleet();
const CURE = 'npm run screenshots draws it anew';
const readPicture = (file: string): Buffer => readFileSync(join(projectFolder, 'screenshots', file));

for (const scene of SCENES) {
  const { name, alt, size } = scene;

  test(`the picture ${name} is the frame of its golden, and is as it would be drawn now`, async () => {
    const { lines, svg } = await drawScene(scene, fleet);
    assertGolden(projectFolder, `picture-${name}-${size.columns}x${size.rows}`, lines);
    assert.ok(readPicture(`${name}.svg`).toString() === svg, `screenshots/${name}.svg is not what is drawn: ${CURE}`);
  });

  test(`the picture ${name} is there as a PNG of the same shape, and the README shows it`, () => {
    const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(readPicture(`${name}.svg`).toString()) ?? [];
    const png = readPicture(`${name}.png`);
    // The first chunk of a PNG begins with its width and height.
    const shape = [png.readUInt32BE(16), png.readUInt32BE(20)].map((pixels) => pixels / PNG_SCALE);
    assert.deepEqual(shape, [Number(width), Number(height)], CURE);
    const readme = readFileSync(join(projectFolder, 'README.md'), 'utf8');
    assert.ok(
      readme.includes(`![${alt}](screenshots/${name}.png)`),
      `the README lacks ![${alt}](screenshots/${name}.png)`,
    );
  });
}

test('every line, block and dot of the goldens is drawn as a shape, so that no font leaves gaps', () => {
  const folder = join(projectFolder, 'test/golden');
  const texts = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
  const drawn = new Set(texts.join('').match(/[\u2500-\u259f\u2800-\u28ff]/gu));
  assert.deepEqual(
    [...drawn].filter((character) => cellShape(character) === undefined),
    [],
  );
  assert.ok(drawn.has('╭') && drawn.has('█'));
});

test('what was recorded names no folder, user or host but those that are made up', () => {
  const texts = new Set(textsIn([fleet.samples, fleet.stalls, fleet.answers]));
  const paths = [...texts].flatMap((text) => text.match(/(?<![\w./:>])\/[\w.-]+\/[\w./-]+/g) ?? []);
  // The last is what the web server is asked for.
  const known = /^\/(srv\/shop|usr\/bin\/node$|dev\/shm\/porthole-1000|orders)(\/|$)/;
  assert.deepEqual(
    paths.filter((path) => !known.test(path)),
    [],
  );
  assert.ok(paths.length > 0);
  const users = fleet.samples.flatMap(({ targets }) => targets.map((target) => target.process?.user));
  assert.deepEqual(new Set(users), new Set(['ada']));
});

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
