import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { decodeStats, type StatsField, type StatsValue } from '../../src/format/stats-decode.js';
import { decodeLayout } from '../../src/format/stats-layout.js';
import { sharedFolder, skipWithoutShared } from '../support/project.js';

interface Sample {
  readonly file: string;
  readonly layout: readonly { readonly type: string; readonly end: number }[] | string;
  readonly reader_from_file: {
    readonly error: string | null;
    readonly stats: readonly { readonly label: string; readonly value: unknown }[];
  };
}

const folder = join(sharedFolder, 'fixtures/mmstats');
const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];

test('the samples of the real mmstats are there', { skip: skipWithoutShared }, () => {
  assert.ok(names.length >= 12, `only ${names.length} samples in ${folder}`);
});

for (const name of names) {
  const sample = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Sample;
  const bytes = readFileSync(join(folder, sample.file));
  const { error, stats } = sample.reader_from_file;

  test(`${sample.file} is read as the original reader reads it`, () => {
    const { fields } = decodeStats(bytes);
    assert.deepEqual(
      fields.map(asOriginal),
      stats.map(({ label, value }) => ({ label, value })),
    );
  });

  test(`${sample.file} is ${error === null ? 'whole' : 'said to be broken'}`, () => {
    const { brokenReason } = decodeStats(bytes);
    assert.equal(brokenReason === undefined, error === null, brokenReason);
  });

  test(`the fields of ${sample.file} stand where the original put them`, () => {
    const whole = typeof sample.layout === 'string' ? [] : sample.layout.slice(0, stats.length);
    const ends = decodeLayout(bytes).fields.map((field) => field.end);
    assert.deepEqual(
      ends.slice(0, whole.length),
      whole.map((field) => field.end),
    );
  });
}

// The samples write 64-bit integers above 2⁵³ as text, and spell nan and inf.
function asOriginal({ label, value }: StatsField): unknown {
  return { label, value: asJson(value) };
}

function asJson(value: StatsValue): unknown {
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'number' || Number.isFinite(value)) return value;
  return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
}
