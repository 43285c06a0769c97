import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { buildProgram } from '../src/cli/program.js';
import { formatKeyTable } from '../src/ui/key-text.js';
import { projectFolder } from './support/project.js';

const path = join(projectFolder, 'README.md');
const readme = readFileSync(path, 'utf8');
const KEYS = /(<!-- keys: .*? -->\n)(.*?)(<!-- \/keys -->)/s;

test('the README has the keys of the key table (UPDATE_README=1 writes them)', () => {
  const table = `\n${formatKeyTable()}\n`;
  if (process.env['UPDATE_README'] === '1') writeFileSync(path, readme.replace(KEYS, `$1${table}$3`));
  else assert.equal(KEYS.exec(readme)?.[2], table);
});

test('the README names every command that there is, and no other', () => {
  const io = { stdin: process.stdin, stdout: process.stdout, stderr: process.stderr, env: {} };
  const commands = buildProgram(io).commands.map((command) => command.name());
  const section = /## Commands\n(.*?)\n## /s.exec(readme)?.[1] ?? '';
  const named = [...section.matchAll(/^\| `porthole ([a-z]+)/gm)].map(([, name]) => name);
  assert.deepEqual(new Set(named), new Set(commands));
});

test('the README’s first screenful has the two commands of a newcomer, and they exist', () => {
  const { scripts } = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as { scripts: object };
  const screenful = readme.split('\n').slice(0, 24).join('\n');
  for (const name of ['start', 'test']) {
    assert.match(screenful, new RegExp(`^npm ${name}\\b`, 'm'));
    assert.ok(name in scripts);
  }
});
