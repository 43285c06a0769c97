import assert from 'node:assert/strict';
import { chmodSync, copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { registerModule, startInspected } from '../support/agent.js';
import { runPorthole } from '../support/command.js';
import { folderOfNobody, NOBODY_UID, skipWithoutNobody as skip } from '../support/other-user.js';
import { startProgram } from '../support/program.js';
import { fixtureProgram } from '../support/project.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { until } from '../support/until.js';

interface Found {
  readonly name: string;
  readonly state: string;
  readonly stateReason: string | null;
  readonly user: string;
  readonly socket: string | null;
  readonly ports: readonly number[] | null;
}

function parseOnly(stdout: string): Found | undefined {
  const { processes } = JSON.parse(stdout) as { readonly processes: readonly Found[] };
  return processes[0];
}

test("root sees another user's process, wherever its environment has it write", { skip }, async (t) => {
  const folder = folderOfNobody(t);
  const program = await startInspected(t, 'idle', { env: { PORTHOLE_DIR: folder }, uid: NOBODY_UID });
  const find = async (): Promise<Found | undefined> =>
    parseOnly((await runPorthole(t, ['ps', '--json', String(program.pid)])).stdout);
  const found = await until('its console is there', async () => {
    const latest = await find();
    return latest?.socket == null ? undefined : latest;
  });
  assert.equal(found.state, 'live');
  assert.equal(found.user, 'nobody');
  assert.equal(found.socket, program.socket);
  const { code, stdout } = await runPorthole(t, ['stack', String(program.pid)]);
  assert.equal(code, 0);
  assert.match(stdout, /idle/);
});

test("a user sees root's process as not permitted, with path, owner, his uid and the cure", { skip }, async (t) => {
  const program = await startInspected(t, 'idle');
  const { code, stdout } = await runPorthole(t, ['ps', '--json', String(program.pid)], { uid: NOBODY_UID });
  const found = parseOnly(stdout);
  assert.equal(code, 0);
  assert.equal(found?.state, 'unreadable');
  assert.equal(found?.user, 'root');
  assert.match(
    found?.stateReason ?? '',
    /^not permitted: \/\S+ is owned by root \(uid 0\), you are nobody \(uid 65534\): sudo porthole$/,
  );
});

test('a user sees his own process, and one of root under another name than node', { skip }, async (t) => {
  const folder = temporaryFolder(t);
  chmodSync(folder, 0o755);
  const command = join(folder, 'shopd');
  copyFileSync(process.execPath, command);
  const own = startProgram(t, [fixtureProgram('idle')], { uid: NOBODY_UID });
  const other = startProgram(t, ['-e', 'console.log("READY"); setInterval(() => {}, 1e6)'], { command });
  await Promise.all([own.line('READY'), other.line('READY')]);
  const stateOf = async (pid: number): Promise<Found | undefined> =>
    parseOnly((await runPorthole(t, ['ps', '--json', String(pid)], { uid: NOBODY_UID })).stdout);
  assert.equal((await stateOf(own.pid))?.state, 'no-agent');
  assert.equal((await stateOf(other.pid))?.state, 'unreadable');
});

test("the stack of another user's process is refused with the reason", { skip }, async (t) => {
  const program = startProgram(t, ['--import', registerModule, fixtureProgram('idle')], {
    env: { PORTHOLE_DIR: temporaryFolder(t) },
  });
  await program.line('READY');
  const { code, stderr } = await runPorthole(t, ['stack', String(program.pid)], { uid: NOBODY_UID });
  assert.equal(code, 1);
  assert.match(stderr, /not permitted: .* is owned by root \(uid 0\), you are nobody/);
});
