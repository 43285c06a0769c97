import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { test } from 'node:test';
import { getHeapSnapshot } from 'node:v8';
import { HeapGraph } from '../../src/agent/capture/async/heap-graph.js';
import { SnapshotScanner } from '../../src/agent/capture/async/snapshot-scanner.js';
import { chainsOf, describeFunction, findSuspended, KNOWN_NAMES } from '../../src/agent/capture/async/suspended.js';

test('a snapshot is read the same in pieces of any length', async () => {
  const events = new EventEmitter();
  const released = once(events, 'release');
  async function waitsInTheTest(): Promise<void> {
    await released;
  }
  const waiting = waitsInTheTest();
  const text = (await getHeapSnapshot({ exposeInternals: true, exposeNumericValues: false }).toArray()).join('');
  for (const length of [7, 64_000, text.length]) {
    const graph = new HeapGraph(KNOWN_NAMES);
    for (let at = 0; at < text.length; at += length) graph.write(text.slice(at, at + length));
    const names = chainsOf(findSuspended(graph)).map(([leaf]) => {
      return leaf === undefined ? undefined : describeFunction(graph, leaf.closure).functionName;
    });
    assert.ok(graph.isComplete && names.includes('waitsInTheTest'));
  }
  events.emit('release');
  await waiting;
});

test('strings are read with their escapes, wherever the text is cut', () => {
  const text = String.raw`{"snapshot":{"meta":{}},"nodes":[1,22,333],"edges":[4],"strings":["<dummy>","a\\","b\"c","\\\"]","é"]}`;
  for (const length of [1, 2, 3, 5, text.length]) {
    const strings: string[] = [];
    const numbers: number[] = [];
    const scanner = new SnapshotScanner({
      head: () => undefined,
      list: (name) => (name === 'nodes' ? (number) => numbers.push(number) : undefined),
      string: (each) => strings.push(String(JSON.parse(`"${each}"`))),
    });
    for (let at = 0; at < text.length; at += length) scanner.write(text.slice(at, at + length));
    assert.deepEqual(
      [numbers, strings],
      [
        [1, 22, 333],
        ['<dummy>', 'a\\', 'b"c', '\\"]', 'é'],
      ],
    );
    assert.ok(scanner.isDone);
  }
});

test('what is no snapshot is refused', () => {
  assert.throws(() => new HeapGraph([]).write(`{"snapshot":{},"nodes":[`), /no head/);
});
