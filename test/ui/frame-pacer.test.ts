import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FramePacer } from '../../src/ui/terminal/frame-pacer.js';

test('what waits for its turn is drawn when it is flushed, once', () => {
  let drawn = 0;
  using pacer = new FramePacer(() => drawn++, 60_000);
  pacer.request();
  pacer.request();
  pacer.request();
  assert.equal(drawn, 1);
  pacer.flush();
  assert.equal(drawn, 2);
  pacer.flush();
  assert.equal(drawn, 2);
});
