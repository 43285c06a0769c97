import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { OpenOperations } from '../../src/agent/plugins/open-operations.js';
import { Registry } from '../../src/agent/registry.js';

test('what has begun is active until it ends, and ends once', () => {
  const { open, active } = opened();
  const [a, b] = [{ isOver: false }, { isOver: false }];
  open.begin(a, 'GET ', '/');
  open.begin(b, 'GET ', '/');
  assert.ok(Number(open.end(a)) >= 0);
  assert.equal(open.end(a), undefined);
  assert.equal(active(), 1);
});

test('what begins twice is active once', () => {
  const { open, active } = opened();
  const subject = { isOver: false };
  open.begin(subject, 'GET ', '/');
  open.begin(subject, 'GET ', '/');
  assert.equal(active(), 1);
});

test('what is over without having ended is found and told, and no other', () => {
  const { open, active, sweep, lostCount } = opened();
  const subjects = [true, false, true, true].map((isOver) => ({ isOver }));
  for (const subject of subjects) open.begin(subject, 'GET ', '/');
  sweep();
  assert.deepEqual([active(), lostCount()], [1, 3]);
  assert.ok(subjects[1] !== undefined && open.end(subjects[1]) !== undefined);
});

test('an operation shows nothing of it', () => {
  const subject = { isOver: false };
  opened().open.begin(subject, 'GET ', '/');
  assert.equal(inspect(subject, { showHidden: true }), '{ isOver: false }');
  assert.deepEqual(Reflect.ownKeys(subject), ['isOver']);
});

interface Subject {
  readonly isOver: boolean;
}

interface Opened {
  readonly open: OpenOperations<Subject>;
  readonly active: () => number;
  readonly sweep: () => void;
  readonly lostCount: () => number;
}

function opened(): Opened {
  const gauge = new Registry().gauge('active');
  let lost = 0;
  const tasks: (() => void)[] = [];
  const heartbeat = { onBeat: () => undefined, eachSecond: (task: () => void) => void tasks.push(task) };
  const open = new OpenOperations<Subject>(
    'test',
    gauge,
    heartbeat,
    ({ isOver }) => isOver,
    () => (lost += 1),
  );
  return { open, active: () => gauge.value, sweep: () => tasks.forEach((task) => task()), lostCount: () => lost };
}
