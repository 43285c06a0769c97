import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inFlightFilter, inFlightRows, sortInFlight } from '../../src/model/in-flight-table.js';
import { literalInFlight } from '../support/literal-inspections.js';

const rows = inFlightRows(literalInFlight(0));

test('what is in flight comes before what is held open, the oldest of each first', () => {
  assert.deepEqual(
    rows.map(({ kind, isHandle }) => `${kind}${isHandle ? ' open' : ''}`),
    ['mysql2', 'http.server', 'mysql2', 'job', 'Server open', 'Socket open', 'Timeout open'],
  );
  assert.equal(rows.at(-1)?.count, 12);
});

test('every row has a key of its own, which it keeps while it grows older', () => {
  assert.equal(new Set(rows.map(({ key }) => key)).size, rows.length);
  const later = inFlightRows(literalInFlight(5));
  assert.deepEqual(
    later.map(({ key }) => key),
    rows.map(({ key }) => key),
  );
});

test('rows are sorted by age over all of them, what has none last, and filtered by any of their texts', () => {
  assert.deepEqual(
    sortInFlight(rows, 'age', false).map(({ kind }) => kind),
    ['Server', 'mysql2', 'Socket', 'http.server', 'mysql2', 'job', 'Timeout'],
  );
  assert.equal(sortInFlight(rows, 'age', true).at(0)?.kind, 'job');
  const kinds = (filter: string): readonly string[] => rows.filter(inFlightFilter(filter)).map(({ kind }) => kind);
  assert.deepEqual(kinds('orders.js'), ['mysql2', 'mysql2']);
  assert.deepEqual(kinds('GET'), ['http.server']);
  assert.deepEqual(kinds('!mysql2').length, 5);
});
