import assert from 'node:assert/strict';
import { channel } from 'node:diagnostics_channel';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { listen } from '../../src/agent/listen.js';

test('a subscriber that throws does not hurt who publishes, and is counted', async () => {
  let droppedCount = 0;
  listen(
    'test:throws',
    () => (droppedCount += 1),
    () => {
      throw new Error('a plug-in with a bug');
    },
  );
  channel('test:throws').publish({});
  // An exception of a subscriber reaches the process in a later turn.
  await setImmediate();
  assert.equal(droppedCount, 1);
});

test('a message that is no object is passed over', () => {
  let count = 0;
  listen(
    'test:odd',
    () => assert.fail('nothing was dropped'),
    () => (count += 1),
  );
  for (const message of [undefined, null, 'text', 7, []]) channel('test:odd').publish(message);
  assert.equal(count, 0);
});
