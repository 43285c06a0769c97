import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scriptOf } from '../../src/source/name-target.js';

for (const [commandLine, name] of [
  [['/usr/bin/node', '/srv/app.js', '--port', '80'], 'app.js'],
  [['node', '--max-old-space-size=100', 'app.js'], 'app.js'],
  [['node', '--import', 'porthole/register', '-r', './x.js', 'app.js'], 'app.js'],
  [['node', '-e', 'setInterval(() => {}, 1)'], 'node'],
  [['python3.11', '-X', 'dev', 'tool.py'], 'tool.py'],
  [['python3', '-m', 'http.server'], 'http.server'],
  [['/usr/sbin/nginx', 'worker'], 'nginx'],
  [['node'], 'node'],
] as const) {
  test(`${commandLine.join(' ')} is called ${name}`, () => {
    assert.equal(scriptOf(commandLine), name);
  });
}

test('a process without a command line has no name', () => {
  assert.equal(scriptOf([]), undefined);
  assert.equal(scriptOf(['']), undefined);
});
