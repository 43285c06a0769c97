import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startInspected } from '../support/agent.js';

test('nothing is attached to the objects of the program, and no listener to its process but the agent’s own', async (t) => {
  const [none, all] = await Promise.all(
    ['none', ''].map(async (setting) => {
      const program = await startInspected(t, 'shows-listeners', { env: { PORTHOLE_PLUGINS: setting } });
      return program.line('LISTENERS');
    }),
  );
  assert.equal(all, none);
});
