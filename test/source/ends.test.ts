import assert from 'node:assert/strict';
import { test } from 'node:test';
import { appendSample, emptyHistory } from '../../src/model/history.js';
import { processRows } from '../../src/model/process-table.js';
import { Poller } from '../../src/source/poll.js';
import { everything } from '../../src/source/select.js';
import { startInspected } from '../support/agent.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { until } from '../support/until.js';

test('of a program that crashed it is known by which error', async (t) => {
  const program = await startInspected(t, 'crashes');
  await program.ended;
  const [target] = new Poller(everything([program.folder])).poll().targets;
  assert.equal(
    target?.stateReason,
    `ended by an exception that nobody caught: Error: this program crashes; its files remain (pid ${program.pid} is gone)`,
  );
});

test('a program that was ended by a signal is told from one that ended by itself', async (t) => {
  const program = await startInspected(t, 'idle');
  const poller = new Poller(everything([program.folder]));
  let history = appendSample(emptyHistory, poller.poll());
  program.child.kill('SIGTERM');
  await program.ended;
  history = appendSample(history, poller.poll());
  assert.match(processRows(history)[0]?.stateReason ?? '', /^ended by a signal or a crash of native code; /);
});

test('a real program that is restarted continues its row, and no rate is below zero', async (t) => {
  const env = { PORTHOLE_DIR: temporaryFolder(t) };
  const first = await startInspected(t, 'counts', { env });
  const poller = new Poller(everything([first.folder]));
  let history = appendSample(emptyHistory, poller.poll());
  const [before] = processRows(history);
  first.child.kill('SIGKILL');
  await first.ended;
  history = appendSample(history, poller.poll());
  const second = await startInspected(t, 'counts', { env });
  const after = await until('the new one is found', () => {
    history = appendSample(history, poller.poll());
    return processRows(history).find(({ pid }) => pid === second.pid);
  });
  assert.equal(after.key, before?.key);
  assert.equal(after.isRestarted, true);
  assert.equal(processRows(history).length, 1);
});
