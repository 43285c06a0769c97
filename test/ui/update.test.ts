import assert from 'node:assert/strict';
import { test } from 'node:test';
import { selectedProcess, type UiState } from '../../src/ui/state.js';
import { update } from '../../src/ui/update.js';
import { fleetSample, literalDump, literalSample } from '../support/literal-samples.js';
import { after, afterCommands, press, startState } from '../support/screen.js';

function shownDump({ stack }: UiState): unknown {
  return stack?.answer.state === 'arrived' ? stack.answer.kept.dump : stack?.answer;
}

const empty = startState({ columns: 120, rows: 40 });
const fleet = after(empty, { type: 'sampled', sample: fleetSample(0) }, { type: 'sampled', sample: fleetSample(1) });

test('the first sample selects the first process and its first metric', () => {
  assert.equal(selectedProcess(fleet)?.name, 'api');
  assert.equal(fleet.metricKey, 'http.requests');
});

test('moving down in the list selects the next process and its metrics', () => {
  const moved = afterCommands(fleet, 'moveDown');
  assert.equal(selectedProcess(moved)?.name, 'worker');
  assert.deepEqual(
    moved.metrics.map(({ label }) => label),
    ['jobs.done'],
  );
});

test('moving stops at both ends', () => {
  assert.equal(afterCommands(fleet, 'moveUp').processKey, fleet.processKey);
  const last = afterCommands(fleet, 'moveToEnd', 'moveDown');
  assert.equal(last.processKey, fleet.processes.at(-1)?.key);
});

test('the selection stays on its process when others come before it', () => {
  const earlier = { pid: 7, name: 'first' };
  const next = after(fleet, {
    type: 'sampled',
    sample: { ...fleetSample(2), targets: [...literalSample(2, [earlier]).targets, ...fleetSample(2).targets] },
  });
  assert.equal(next.processes[0]?.name, 'first');
  assert.equal(selectedProcess(next)?.name, 'api');
});

test('a selected process that leaves the list hands on to its neighbour', () => {
  const selected = afterCommands(fleet, 'moveDown');
  const api = { pid: 4121, name: 'api' };
  const next = after(
    selected,
    { type: 'sampled', sample: literalSample(10, [api]) },
    { type: 'sampled', sample: literalSample(1000, [api]) },
  );
  assert.equal(selectedProcess(next)?.name, 'api');
});

test('a graph begins with the sample that is on the screen, and a second press takes it away', () => {
  const graphed = afterCommands(fleet, 'toggleGraph');
  assert.deepEqual(graphed.graphs, [{ processKey: fleet.processKey, metricKey: 'http.requests', sinceMs: 1000 }]);
  assert.deepEqual(afterCommands(graphed, 'toggleGraph').graphs, []);
});

test('the newest graph is the first', () => {
  const graphed = afterCommands(fleet, 'openMetrics', 'toggleGraph', 'moveDown', 'toggleGraph');
  assert.deepEqual(
    graphed.graphs.map(({ metricKey }) => metricKey),
    ['http.errors', 'http.requests'],
  );
});

test('a text has no graph, and the screen says so', () => {
  const state = afterCommands(fleet, 'openMetrics', 'showMore', 'moveToEnd', 'toggleGraph');
  assert.deepEqual(state.graphs, []);
  assert.match(state.notice ?? '', /is a text/);
});

test('a dump is asked of the selected process, and shown when it comes', () => {
  const selected = afterCommands(fleet, 'moveDown');
  const [waiting, effects] = update(selected, press(selected, 'takeDump'));
  assert.deepEqual(effects, [{ type: 'requestDump', number: 1, pid: 4150, socket: '/run/porthole/socketdumper-4150' }]);
  assert.deepEqual(waiting.stack?.answer, { state: 'waiting' });
  const arrived = after(waiting, { type: 'dumpArrived', number: 1, dump: literalDump });
  assert.deepEqual(shownDump(arrived), literalDump);
});

test('an answer to an earlier question is kept, and does not end the wait for the later one', () => {
  const waiting = afterCommands(fleet, 'takeDump', 'takeDump');
  const early = after(waiting, { type: 'dumpArrived', number: 1, dump: literalDump });
  assert.deepEqual(early.stack, waiting.stack);
  assert.equal(early.dumps.kept.length, 1);
  assert.equal(after(early, { type: 'dumpArrived', number: 1, dump: literalDump }), early);
});

test('a dump that was closed before it came stays closed, and 4 brings it up', () => {
  const closed = afterCommands(fleet, 'takeDump', 'goBack');
  const arrived = after(closed, { type: 'dumpArrived', number: 1, dump: literalDump });
  assert.equal(arrived.stack, undefined);
  assert.deepEqual(shownDump(afterCommands(arrived, 'focusStack')), literalDump);
  assert.equal(after(closed, { type: 'dumpFailed', number: 1, reason: 'no answer' }).stack, undefined);
});

test('a process without the agent says how to get a dump, and nothing is asked', () => {
  const selected = afterCommands(fleet, 'moveDown', 'moveDown');
  const [state, effects] = update(selected, press(selected, 'takeDump'));
  assert.deepEqual(effects, []);
  const answer = state.stack?.answer;
  assert.match(answer?.state === 'failed' ? answer.reason : '', /node --import porthole\/register app\.js/);
});

test('a asks before it attaches, and yes is an order for the outside', () => {
  const selected = afterCommands(fleet, 'moveDown', 'moveDown');
  const [asked, nothing] = update(selected, press(selected, 'attach'));
  assert.deepEqual([asked.question?.pid, nothing], [4200, []]);
  const [attaching, effects] = update(asked, { type: 'keyPressed', key: 'y' });
  assert.deepEqual(effects, [{ type: 'attach', pid: 4200, name: 'legacy-app' }]);
  assert.deepEqual([attaching.question, attaching.notice], [undefined, 'attaching to legacy-app (pid 4200) …']);
  const outcome = 'legacy-app (pid 4200): attached';
  assert.equal(after(attaching, { type: 'attachEnded', outcome }).notice, outcome);
});

test('no, a click elsewhere, or the agent that came meanwhile take the question back', () => {
  const asked = afterCommands(fleet, 'moveDown', 'moveDown', 'attach');
  for (const key of ['n', 'escape']) {
    const [state, effects] = update(asked, { type: 'keyPressed', key });
    assert.deepEqual([state.question, effects], [undefined, []]);
  }
  assert.equal(after(asked, { type: 'keyPressed', key: 'd' }), asked);
  const click = { type: 'mouse', action: 'press', column: 5, row: 3 } as const;
  assert.equal(after(asked, { type: 'mousePressed', input: click }).question, undefined);
  const sample = fleetSample(4);
  const targets = sample.targets.map((target) => ({ ...target, hasAgent: true }));
  assert.equal(after(asked, { type: 'sampled', sample: { ...sample, targets } }).question, undefined);
});

test('a process that cannot be attached to says why', () => {
  assert.match(afterCommands(fleet, 'attach').notice ?? '', /has the agent already/);
  assert.match(afterCommands(fleet, 'moveToEnd', 'moveUp', 'attach').notice ?? '', /you are uid 1000/);
});

test('Esc goes back one level at a time and never quits', () => {
  let state = afterCommands(fleet, 'openMetrics', 'toggleGraph', 'takeDump', 'toggleHelp');
  const levels = [];
  for (let count = 0; count < 6; count++) {
    const [next, effects] = update(state, { type: 'keyPressed', key: 'escape' });
    assert.deepEqual(effects, []);
    levels.push([next.isHelpOpen, next.stack !== undefined, next.graphs.length, next.focus]);
    state = next;
  }
  assert.deepEqual(levels, [
    [false, true, 1, 'stack'],
    [false, false, 1, 'metrics'],
    [false, false, 0, 'metrics'],
    [false, false, 0, 'processes'],
    [false, false, 0, 'processes'],
    [false, false, 0, 'processes'],
  ]);
});

test('Tab goes round the panes that are there', () => {
  assert.equal(afterCommands(fleet, 'focusNext', 'focusNext').focus, 'processes');
  assert.equal(afterCommands(fleet, 'takeDump', 'focusPrevious').focus, 'metrics');
  assert.equal(afterCommands(fleet, 'takeDump', 'focusNext').focus, 'processes');
});

test('quit, repaint, suspend and the mouse are orders for the outside', () => {
  assert.deepEqual(update(fleet, press(fleet, 'quit'))[1], [{ type: 'quit' }]);
  assert.deepEqual(update(fleet, press(fleet, 'repaint'))[1], [{ type: 'repaint' }]);
  assert.deepEqual(update(fleet, press(fleet, 'suspend'))[1], [{ type: 'suspend' }]);
  assert.deepEqual(update(fleet, press(fleet, 'toggleMouse'))[1], [{ type: 'captureMouse', isOn: false }]);
});

test('the clock goes on without samples, and needs no frame of its own while they come', () => {
  assert.equal(after(fleet, { type: 'ticked', wallMs: fleet.wallMs + 900 }), fleet);
  assert.equal(after(fleet, { type: 'ticked', wallMs: fleet.wallMs + 1000 }).wallMs, fleet.wallMs + 1000);
});

test('a key that means nothing changes nothing', () => {
  assert.equal(after(fleet, { type: 'keyPressed', key: 'Z' }), fleet);
});

test('the selected metric is seen after a graph has taken half of its pane', () => {
  const small = after(fleet, { type: 'resized', size: { columns: 80, rows: 20 } });
  const state = afterCommands(small, 'openMetrics', 'moveToEnd', 'moveUp', 'moveUp', 'toggleGraph');
  const index = state.metrics.findIndex(({ key }) => key === state.metricKey);
  assert.ok(state.scroll.metrics > 0 && index >= state.scroll.metrics);
});
