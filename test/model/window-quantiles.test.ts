import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { TIMER_BOUNDS } from '../../src/format/histogram-buckets.js';
import { appendSample, emptyHistory, type History } from '../../src/model/history.js';
import type { TargetSample } from '../../src/source/sample.js';
import { literalField, literalSample } from '../support/literal-samples.js';
import { observed } from '../support/observed.js';

test('a sample is forgotten when the next but one has come, whatever was observed', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const refs: WeakRef<TargetSample>[] = [];
  let history: History = emptyHistory;
  for (let second = 0; second < 10; second++) history = appendSample(history, sampleAt(second, refs));
  await turn();
  collectGarbage();
  // The first is the change with which the process began to live, and the last is what is shown.
  const kept = refs.flatMap((ref, second) => (ref.deref() === undefined ? [] : [second]));
  assert.deepEqual(kept, [0, 9]);
  assert.equal(history.processes.size, 1);
});

function sampleAt(second: number, refs: WeakRef<TargetSample>[]): ReturnType<typeof literalSample> {
  const histogram = observed(
    Array.from({ length: second + 1 }, () => 5),
    TIMER_BOUNDS,
  );
  const field = { ...literalField('wait', 'timer', second + 1, 'ms'), histogram };
  const sample = literalSample(second, [{ pid: 7, name: 'api', fields: [field] }]);
  refs.push(...sample.targets.map((target) => new WeakRef(target)));
  return sample;
}
