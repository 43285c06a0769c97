import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Command } from 'commander';
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
  const program = buildProgram(io);
  const commands = program
    .createHelp()
    .visibleCommands(program)
    .map((command) => command.name())
    .filter((name) => name !== 'help');
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

test('every command line of the README has a command and options that exist, or a script', () => {
  const program = buildProgram({ stdin: process.stdin, stdout: process.stdout, stderr: process.stderr, env: {} });
  const { scripts } = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as { scripts: object };
  const lines = [...readme.matchAll(/```sh\n(.*?)```/gs)].flatMap(([, block]) => (block ?? '').split('\n'));
  const wrong = lines.filter((line) => {
    const [, script, words] = /^ *npm run ([a-z]+)|\bporthole ((?! )[^#|]*)/.exec(line) ?? [];
    if (script !== undefined) return !(script in scripts);
    return words !== undefined && !isKnownLine(program, words.split(' '));
  });
  assert.deepEqual(wrong, []);
});

// `check` reads its words by itself; its options stand in its help.
function isKnownLine(program: Command, words: readonly string[]): boolean {
  const command = program.commands.find((each) => each.name() === words[0]) ?? program;
  const help = command.helpInformation();
  const options = words.filter((word) => /^--?[a-z]/.test(word));
  return options.every((option) => command.name() === 'check' || new RegExp(`(^|[ ,])${option}\\b`, 'm').test(help));
}
