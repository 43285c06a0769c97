import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { defaultConfig, isAsciiTerminal, readConfig } from '../../src/cli/config.js';
import { chooseKeys } from '../../src/ui/configured-keys.js';
import { commandOf, KEY_TABLE } from '../../src/ui/keymap.js';
import { paletteOf } from '../../src/ui/terminal/palette.js';
import { runPorthole } from '../support/command.js';
import { temporaryFolder } from '../support/temporary-folder.js';

function configured(t: TestContext, text: string): Record<string, string> {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, 'porthole'));
  writeFileSync(join(folder, 'porthole', 'config.json'), text);
  return { XDG_CONFIG_HOME: folder };
}

test('without a file the configuration is the default one', (t) => {
  assert.deepEqual(readConfig({ XDG_CONFIG_HOME: temporaryFolder(t) }), defaultConfig());
});

test('a file changes what it names and nothing else', (t) => {
  const env = configured(t, '{"intervalMs": 500, "colors": {"graph": "#ff8800"}, "layout": {"graphShare": 0.7}}');
  const config = readConfig(env);
  assert.equal(config.intervalMs, 500);
  assert.equal(config.colors.graph, '#ff8800');
  assert.equal(config.colors.bad, 'red');
  assert.deepEqual(config.layout, { listColumns: 0, graphShare: 0.7 });
});

for (const [text, pattern] of [
  ['{"intervall": 5}', /"intervall" means nothing; there are intervalMs, /],
  ['{"intervalMs": "fast"}', /"intervalMs" must be a number from 100 to/],
  ['{"graph": "pie"}', /"graph" must be one of auto, line, braille, ascii/],
  ['{"colors": {"graph": "pink"}}', /the color "graph" must be one of black, red/],
  ['{"keys": {"jump": ["x"]}}', /"keys" has no "jump"/],
  ['[]', /it must be an object/],
  ['{', /config\.json: /],
] as const) {
  test(`a file that says ${text} is refused in one line that names it`, (t) => {
    assert.throws(() => readConfig(configured(t, text)), pattern);
  });
}

test('--print-config prints what can be read again', async (t) => {
  const env = configured(t, '{"intervalMs": 2000}');
  const printed = await runPorthole(t, ['--print-config'], { env });
  assert.equal(printed.code, 0);
  const again = configured(t, printed.stdout);
  assert.deepEqual(readConfig(again), readConfig(env));
  assert.match(printed.stderr, /config\.json/);
});

test('the keys as they are printed are the keys as they are', () => {
  assert.deepEqual(chooseKeys(defaultConfig().keys), KEY_TABLE);
});

test('a key that is given to a command is taken from the other', () => {
  const table = chooseKeys({ takeDump: ['x', 's'] });
  assert.equal(commandOf('x', 'metrics', table), 'takeDump');
  assert.equal(commandOf('s', 'metrics', table), 'takeDump');
  assert.equal(commandOf('d', 'metrics', table), undefined);
  assert.equal(table.find(({ command }) => command === 'takeDump')?.hint, '[x]dump');
});

test('a locale that is not UTF-8 is shown ASCII', () => {
  assert.equal(isAsciiTerminal({ LANG: 'C' }, 'auto'), true);
  assert.equal(isAsciiTerminal({ LANG: 'de_DE.UTF-8' }, 'auto'), false);
  assert.equal(isAsciiTerminal({ LANG: 'de_DE.UTF-8', LC_ALL: 'POSIX' }, 'auto'), true);
  assert.equal(isAsciiTerminal({}, 'auto'), false);
  assert.equal(isAsciiTerminal({ LANG: 'C' }, 'unicode'), false);
});

test('a colour is written in as many bits as the terminal has, and not at all without any', () => {
  const colors = { graph: '#ff0080' };
  assert.equal(paletteOf(24, colors).graph, '\x1b[38;2;255;0;128m');
  assert.equal(paletteOf(8, colors).graph, '\x1b[38;5;199m');
  assert.equal(paletteOf(4, colors).graph, '\x1b[35m');
  assert.ok(Object.values(paletteOf(1, colors)).every((begin) => begin === ''));
});
