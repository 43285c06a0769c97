import assert from 'node:assert/strict';
import { test } from 'node:test';
import { threadInFlight } from '../../src/agent/in-flight/in-flight.js';
import { endSettled } from '../../src/agent/in-flight/settling.js';
import { SlotPool } from '../../src/agent/in-flight/slot-pool.js';
import { track } from '../../src/index.js';
import { registerModule } from '../support/agent.js';
import { startProgram } from '../support/program.js';
import { fixtureProgram } from '../support/project.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const pool = new SlotPool();
threadInFlight().open(pool, 0);

function kinds(): readonly string[] {
  return pool.read().taken.map(({ kind, detail }) => `${kind} ${detail}`);
}

test('a function is in flight while it runs, and track returns what it returns', () => {
  const result = track('job', { id: 7 }, () => kinds());
  assert.deepEqual([result, kinds()], [['job id: 7'], []]);
});

test('what a function throws comes through, and it is in flight no more', () => {
  const error = new Error('it failed');
  assert.throws(
    () =>
      track('job', {}, () => {
        throw error;
      }),
    error,
  );
  assert.deepEqual(kinds(), []);
});

function readName(this: { name: string }): string {
  return this.name;
}

test('a function keeps its this', () => {
  const owner = {
    track,
    name: 'ada',
    run(): unknown {
      return this.track('job', {}, readName);
    },
  };
  assert.equal(owner.run(), 'ada');
});

test('a promise is returned as it is, and in flight until it is settled', async () => {
  let finish: ((value: string) => void) | undefined;
  const promise = new Promise<string>((resolve) => {
    finish = resolve;
  });
  assert.equal(track('job', 'daily', promise), promise);
  endSettled();
  assert.deepEqual(kinds(), ['job daily']);
  finish?.('<pending>');
  assert.equal(await promise, '<pending>');
  endSettled();
  assert.deepEqual(kinds(), []);
});

test('the promise of a function is returned as it is, and its rejection too', async () => {
  const promise = Promise.reject(new Error('it failed'));
  assert.equal(
    track('job', {}, () => promise),
    promise,
  );
  await assert.rejects(promise, /it failed/);
  endSettled();
  assert.deepEqual(kinds(), []);
});

test('what is only like a promise is not started', () => {
  let isStarted = false;
  const query = {
    // oxlint-disable-next-line unicorn/no-thenable -- as query builders have
    get then(): unknown {
      isStarted = true;
      return undefined;
    },
  };
  assert.equal(
    track('query', {}, () => query),
    query,
  );
  assert.deepEqual([isStarted, kinds()], [false, []]);
});

test('without work it gives a function that ends it, once', () => {
  const end = track('job', 'by hand');
  const other = track('job', 'the next');
  assert.equal(kinds().length, 2);
  end();
  end();
  assert.deepEqual(kinds(), ['job the next']);
  other[Symbol.dispose]();
  assert.deepEqual(kinds(), []);
});

test('secrets by name are not written down, and strange details do no harm', () => {
  const hostile = {
    get name(): string {
      throw new Error('not to be read');
    },
  };
  assert.equal(
    track('job', hostile, () => 1),
    1,
  );
  const detail = { apiToken: 'abc def', user: 'ada', list: [1], when: undefined };
  assert.deepEqual(
    track('job', detail, () => kinds()),
    ["job apiToken: [redacted], user: 'ada', list: [object], when: undefined"],
  );
});

test('it is known at which line of the application it began', () => {
  const [taken] = track('job', {}, () => pool.read().taken);
  assert.match(taken?.where ?? '', /track\.test\.js:\d+:\d+\)$/);
});

test('Error is left as it was', () => {
  const before = Object.getOwnPropertyDescriptors(Error);
  track('job', {}, () => 1);
  assert.deepEqual(Object.getOwnPropertyDescriptors(Error), before);
});

for (const [word, code] of [
  ['handled', 0],
  ['unhandled', 1],
] as const) {
  test(`a rejection that is ${word} stays so`, async (t) => {
    const env = { PORTHOLE_DIR: temporaryFolder(t) };
    const args = ['--import', registerModule, fixtureProgram('tracks-a-rejection'), word];
    const program = startProgram(t, args, { env });
    assert.equal((await program.ended).code, code);
  });
}
