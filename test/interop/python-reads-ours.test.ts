import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listStats, readFields, startInspected } from '../support/agent.js';
import { buildMmapIo } from '../support/mmap-io.js';
import { runPython, skipWithoutPython } from '../support/python.js';
import { until } from '../support/until.js';
import { READ_COUNT } from './read-count.js';

interface Findings {
  readonly reads: number;
  readonly torn: number;
  readonly backwards: number;
  readonly lost: number;
  readonly hasChanged: boolean;
  readonly added: number;
}

const builtMmapIo = buildMmapIo();
const modules = 'modules' in builtMmapIo ? builtMmapIo.modules : '';

test('Python reads every value of a file as we do', { skip: skipWithoutPython }, async (t) => {
  const program = await startInspected(t, 'counts', { args: ['1000'] });
  const values = (await runPython(t, 'dump_stats', listStats(program.folder))) as Record<string, unknown>;
  const ours = readFields(program.folder);
  const labels = [...ours.keys()].filter((label) => /^(metric\.|temperature$|release$|org\.nodejs|sys\.)/.test(label));
  assert.ok(labels.length > 1000);
  for (const label of labels) assert.equal(values[label], ours.get(label)?.value);
});

test('Python reads the count of a meter, a histogram and a timer', { skip: skipWithoutPython }, async (t) => {
  const program = await startInspected(t, 'observes');
  const values = (await runPython(t, 'dump_stats', listStats(program.folder))) as Record<string, unknown>;
  assert.deepEqual(
    ['jobs', 'sizes', 'waits', 'sizes{queue="high"}'].map((label) => values[label]),
    [2, 3, 4, 5],
  );
});

for (const [mapping, skip] of [
  ['koffi', skipWithoutPython],
  ['mmap-io', skipWithoutPython || ('skipReason' in builtMmapIo ? builtMmapIo.skipReason : false)],
  ['shared', skipWithoutPython],
] as const) {
  test(`Python reads no torn value, none that goes back, and fields as they are added: ${mapping}`, {
    skip,
  }, async (t) => {
    const env = { PORTHOLE_MAPPING: mapping, NODE_PATH: modules };
    const program = await startInspected(t, 'writes-at-full-speed', { env });
    await until('its counters are in the file', () => readFields(program.folder).has('level'));
    const [path = ''] = listStats(program.folder);
    const findings = (await runPython(t, 'read_while_written', [path, String(READ_COUNT)])) as Findings;
    t.diagnostic(`${findings.reads} reads, ${findings.added} fields added`);
    assert.deepEqual(
      { torn: findings.torn, backwards: findings.backwards, lost: findings.lost, hasChanged: findings.hasChanged },
      { torn: 0, backwards: 0, lost: 0, hasChanged: true },
    );
    assert.ok(findings.reads >= READ_COUNT && findings.added > 0);
  });
}
