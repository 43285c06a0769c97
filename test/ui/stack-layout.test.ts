import assert from 'node:assert/strict';
import { test } from 'node:test';
import layout from '../../src/ui/terminal/stack-layout.js';

function box(width: number | undefined, height: number | undefined, direction = layout.FLEX_DIRECTION_ROW) {
  const node = layout.Node.create();
  node.setWidth(width);
  node.setHeight(height);
  node.setFlexDirection(direction);
  return node;
}

test('boxes of fixed size stand one behind the other, and a box without a size is as large as what is in it', () => {
  const root = box(160, undefined, layout.FLEX_DIRECTION_COLUMN);
  const status = box(160, 1);
  const panes = box(undefined, undefined);
  const list = box(46, 48);
  const right = box(undefined, undefined, layout.FLEX_DIRECTION_COLUMN);
  const [metrics, graph, keyBar] = [box(114, 30), box(114, 18), box(160, 1)];
  right.insertChild(graph, 0);
  right.insertChild(metrics, 0);
  for (const [index, child] of [list, right].entries()) panes.insertChild(child, index);
  for (const [index, child] of [status, panes, keyBar].entries()) root.insertChild(child, index);
  root.calculateLayout();
  const places = [panes, right, graph, keyBar].map((node) => [node.getComputedLeft(), node.getComputedTop()]);
  assert.deepEqual(places, [
    [0, 1],
    [46, 0],
    [0, 30],
    [0, 49],
  ]);
  assert.deepEqual([root.getComputedHeight(), right.getComputedWidth()], [50, 114]);
  right.removeChild(metrics);
  root.calculateLayout();
  assert.equal(graph.getComputedTop(), 0);
});
