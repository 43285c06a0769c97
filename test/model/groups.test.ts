import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applicationOf, byProgram, type Grouping, groupNameOf, groupOf, groupsOf } from '../../src/model/groups.js';
import { appendSample, emptyHistory, type History } from '../../src/model/history.js';
import { parseTargetPattern } from '../../src/target-pattern.js';
import { literalSample } from '../support/literal-samples.js';

function historyOf(grouping: Grouping, ...names: readonly string[]): History {
  const processes = names.map((name, index) => ({ pid: index + 1, name }));
  return appendSample({ ...emptyHistory, grouping }, literalSample(0, processes));
}

function namesOf(history: History): readonly (readonly [string, number])[] {
  return [...groupsOf(history)].map(([name, members]) => [name, members.length]);
}

function rule(name: string, ...patterns: readonly string[]) {
  return { name, patterns: patterns.map(parseTargetPattern) };
}

test('a worker of a cluster belongs to its program, and what is no number stays in the name', () => {
  assert.deepEqual(['api#12', 'api', 'c#', '#3', 'a#b#1'].map(applicationOf), ['api', 'api', 'c#', '#3', 'a#b']);
  assert.deepEqual(namesOf(historyOf(byProgram, 'api', 'api#1', 'cron')), [
    ['api', 2],
    ['cron', 1],
  ]);
});

test('processes are grouped by the first rule that they meet, else by their program', () => {
  const grouping = { rules: [rule('web', 'api*', '3'), rule('rest', 'gateway')], extra: [] };
  const history = historyOf(grouping, 'api', 'api', 'gateway', 'cron#1', 'cron#2');
  assert.deepEqual(namesOf(history), [
    ['web', 3],
    ['cron', 2],
  ]);
  assert.equal(groupNameOf(grouping, { pid: 9, name: 'gateway' }), 'rest');
});

test('an extra group has processes of others too, and what is listed under its name comes first', () => {
  const grouping = { rules: [], extra: [rule('a*', 'a*'), rule('api', 'cron')] };
  const history = historyOf(grouping, 'api', 'admin', 'cron');
  assert.equal(groupOf(history, 'a*')?.members.length, 2);
  assert.deepEqual(
    groupOf(history, 'api')?.members.map(({ latest }) => latest.name),
    ['api'],
  );
  assert.equal(groupOf(history, 'none'), undefined);
});
