import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readAgentless } from '../../src/source/agentless.js';
import { Poller } from '../../src/source/poll.js';
import { parseSelection } from '../../src/source/select.js';
import { startProgram } from '../support/program.js';

const skip = process.platform === 'linux' ? false : 'processes are listed on Linux only';

test('a Node process without an agent is listed, and how it gets one', { skip }, async (t) => {
  const program = startProgram(t, ['-e', 'process.stdout.write("READY\\n"); setInterval(() => {}, 1e6)']);
  await program.line('READY');
  const [target] = new Poller(parseSelection([String(program.pid)])).poll().targets;
  assert.equal(target?.state, 'no-agent');
  assert.equal(target?.hasAgent, false);
  assert.equal(target?.process?.uid, process.getuid?.());
  assert.match(target?.stateReason ?? '', new RegExp(`porthole attach ${program.pid}`));
});

test('the reader does not list itself, nor what is known already', { skip }, () => {
  const found = readAgentless(new Set([process.ppid])).map(({ target }) => target.pid);
  assert.ok(!found.includes(process.pid));
  assert.ok(!found.includes(process.ppid));
});
