import assert from 'node:assert/strict';
import { test } from 'node:test';
import { redactCommand } from '../../src/agent/capture/secret.js';
import { dumpMain, startAnswering, startInspected } from '../support/agent.js';
import { until } from '../support/until.js';

test('a thread that waits for a child process shows the command and the stack of its start, and then where it came back', async (t) => {
  const program = await startInspected(t, 'waits-for-child');
  const blocked = await until('it is blocked', async () => {
    const main = await dumpMain(program.socket).catch(() => undefined);
    return main?.blockingCall !== undefined && main;
  });
  assert.equal(blocked.state, 'blocked');
  assert.equal(blocked.blockingCall?.command, 'cat && echo done --password=[redacted]');
  assert.ok(blocked.frames.some(({ functionName }) => functionName === 'callChild'));
  // Known to be there still, it is not asked again.
  assert.equal((await dumpMain(program.socket)).state, 'blocked');
  program.child.stdin?.end();
  assert.equal(await program.line('ANSWER'), 'ANSWER done --password=hunter2');
  const back = await until('it is back', async () => {
    const main = await dumpMain(program.socket);
    return main.state === 'idle' && main;
  });
  assert.equal(back.blockingCall, undefined);
  assert.ok((back.lastBlocked?.lengthMs ?? 0) > 0);
  assert.ok(back.lastBlocked?.frames.some(({ functionName }) => functionName === 'callChild'));
  assert.equal(program.output().stderr, '');
});

test('the functions of child_process are as they are without the agent', async (t) => {
  const program = await startAnswering(t, 'shows-child-process');
  const shown = await program.line('SHOWN');
  assert.equal(shown, 'SHOWN execSync/2 execFileSync/3 spawnSync/3 ok ENOENT 3 native');
  program.child.stdin?.end();
  assert.deepEqual([(await program.ended).code, program.output().stderr], [0, '']);
});

test('secrets in a command are redacted', () => {
  for (const [command, shown] of [
    ['mysql --password hunter2 --user ada', 'mysql --password [redacted] --user ada'],
    ['API_TOKEN=abc node x.js', 'API_TOKEN=[redacted] node x.js'],
    ["curl -H 'Authorization: Bearer abc' http://x", "curl -H 'Authorization: [redacted]' http://x"],
    ['psql postgres://ada:hunter2@db/shop', 'psql postgres://ada:[redacted]@db/shop'],
    ['tar --secret="a b" --file=x', 'tar --secret=[redacted] --file=x'],
    ['ls -l /tmp', 'ls -l /tmp'],
  ] as const) {
    assert.equal(redactCommand([command]), shown);
  }
});
