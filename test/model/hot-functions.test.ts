import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addSamples, chosenThreads, emptyTally, hotFunctions, sortHot } from '../../src/model/hot-functions.js';
import { literalSamples } from '../support/literal-inspections.js';

const once = addSamples(emptyTally, literalSamples(1));
const twice = addSamples(once, literalSamples(2));

test('samples add up, thread by thread, with the line at which a function ran most often', () => {
  const [resize] = hotFunctions(twice, 0);
  assert.deepEqual(resize, {
    key: 'resizeImage\n/srv/shop/lib/images.js',
    functionName: 'resizeImage',
    file: '/srv/shop/lib/images.js',
    line: 31,
    self: 30,
    total: 30,
  });
  assert.deepEqual(
    chosenThreads(twice, undefined).map(({ threadId, samples, idle, answersMs }) => [
      threadId,
      samples,
      idle,
      answersMs,
    ]),
    [
      [0, 50, 16, 11],
      [1, 50, 48, 4],
    ],
  );
  assert.equal((twice.endedWallMs ?? 0) - (twice.startedWallMs ?? 0), 1500);
});

test('the functions of all threads are those of each together', () => {
  const names = hotFunctions(twice, undefined).map(({ functionName }) => functionName);
  assert.deepEqual(names, ['resizeImage', 'run', 'send', 'processTimers']);
  const byTotal = sortHot(hotFunctions(twice, undefined), 'total', false).map(({ functionName }) => functionName);
  assert.deepEqual(byTotal, ['run', 'processTimers', 'resizeImage', 'send']);
});

test('of very many functions those that are met least are forgotten', () => {
  const samples = literalSamples(1);
  const many = Array.from({ length: 3000 }, (_, index) => {
    return { functionName: `f${index}`, file: '/srv/a.js', self: 0, total: 1 + index };
  });
  const [main] = samples.threads;
  assert.ok(main !== undefined);
  const functions = hotFunctions(addSamples(emptyTally, { ...samples, threads: [{ ...main, functions: many }] }), 0);
  assert.equal(functions.length, 2000);
  assert.equal(functions[0]?.functionName, 'f2999');
});
