import assert from 'node:assert/strict';
import { test } from 'node:test';
import { requestThreads } from '../../src/source/console-client.js';
import { translatePid } from '../../src/source/pid-translation.js';
import { Poller } from '../../src/source/poll.js';
import type { TargetSample } from '../../src/source/sample.js';
import { parseSelection } from '../../src/source/select.js';
import { runPorthole } from '../support/command.js';
import { skipWithoutNamespaces as skip, startContained } from '../support/namespaces.js';
import { until } from '../support/until.js';

function findAnswering(pid: number): Promise<TargetSample> {
  const poller = new Poller(parseSelection([String(pid)]));
  return until('its console is found', () => {
    const [target] = poller.poll().targets;
    return target?.socket === undefined ? undefined : target;
  });
}

test('a process in a container is found by the pid that it has here, with its metrics and its stack', {
  skip,
}, async (t) => {
  const program = await startContained(t, 'idle', { hasOwnPids: true });
  const target = await findAnswering(program.outerPid);
  assert.equal(target.state, 'live');
  assert.equal(target.hasAgent, true);
  assert.equal(target.files[0]?.path.startsWith(`/proc/${program.outerPid}/root/dev/shm/porthole-`), true);
  assert.equal(target.files[0]?.tid, program.outerPid);
  assert.equal(target.files[0]?.snapshot?.fields.find(({ label }) => label === 'sys.pid')?.value, 1);
  assert.equal((await requestThreads(target.socket ?? '')).pid, 1);
});

test('two containers with the same pids inside are two processes', { skip }, async (t) => {
  const programs = [
    await startContained(t, 'idle', { hasOwnPids: true }),
    await startContained(t, 'idle', { hasOwnPids: true }),
  ];
  const pids = programs.map(({ outerPid }) => outerPid);
  const { targets } = new Poller(parseSelection(pids.map(String))).poll();
  assert.deepEqual(
    targets.map(({ target, state, files }) => [target.pid, state, files.length]),
    pids.toSorted((a, b) => a - b).map((pid) => [pid, 'live', 1]),
  );
});

test('a process with a /tmp of its own is found there, however long the path of its socket', { skip }, async (t) => {
  const folder = `/tmp/${'x'.repeat(70)}`;
  const program = await startContained(t, 'idle', { hasOwnPids: false, env: { PORTHOLE_DIR: folder } });
  const target = await findAnswering(program.outerPid);
  assert.equal(target.socket, `/proc/${program.outerPid}/root${folder}/socketdumper-${program.outerPid}`);
  const { code, stdout } = await runPorthole(t, ['stack', '--json', String(program.outerPid)]);
  assert.equal(code, 0);
  assert.equal((JSON.parse(stdout) as { readonly pid: number }).pid, program.outerPid);
});

test('clean leaves the files of a living container alone', { skip }, async (t) => {
  const program = await startContained(t, 'idle', { hasOwnPids: true });
  const { stdout } = await runPorthole(t, ['clean', '--dry-run', String(program.outerPid)]);
  assert.equal(stdout, 'Removed 0  -  1 alive\n');
});

test('a pid of a shared folder means a process of ours, unless the file records the start of one inside', () => {
  const inner = { pid: 4121, innerPid: 7, mountNamespace: 'mnt:[2]', startTicks: 50 };
  const programs = new Map([[7, [inner]]]);
  const named = { pid: 7, mountNamespace: undefined, startTicks: 50 };
  assert.equal(
    translatePid(named, () => ({ state: 'gone' }), programs),
    4121,
  );
  assert.equal(
    translatePid({ ...named, startTicks: 51 }, () => ({ state: 'gone' }), programs),
    7,
  );
  assert.equal(
    translatePid({ ...named, startTicks: undefined }, () => ({ state: 'gone' }), programs),
    4121,
  );
  assert.equal(
    translatePid({ ...named, mountNamespace: 'mnt:[2]' }, () => ({ state: 'gone' }), programs),
    4121,
  );
  assert.equal(
    translatePid({ ...named, mountNamespace: 'mnt:[3]' }, () => ({ state: 'gone' }), programs),
    undefined,
  );
});
