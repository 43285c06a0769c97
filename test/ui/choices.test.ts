import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseTime } from '../../src/model/clock-text.js';
import type { Sample } from '../../src/source/sample.js';
import { hintedBindings, type KeyContext } from '../../src/ui/keymap.js';
import type { UiState } from '../../src/ui/state.js';
import { update } from '../../src/ui/update.js';
import { hitTest } from '../../src/ui/view/hit-test.js';
import { keyHints } from '../../src/ui/view/key-bar.js';
import { mouseOn } from '../support/click.js';
import { fleetSample, literalField, literalSample } from '../support/literal-samples.js';
import { after, afterCommands, drawnLines, press, startState, typed } from '../support/screen.js';

const SIZE = { columns: 160, rows: 50 };

function fleetAt(lastSecond: number): UiState {
  const seconds = Array.from({ length: lastSecond + 1 }, (_, second) => second);
  return after(
    startState(SIZE),
    ...seconds.map((second) => ({ type: 'sampled', sample: fleetSample(second) }) as const),
  );
}

const fleet = fleetAt(60);
const inMetrics = afterCommands(fleet, 'openMetrics');
const labels = (state: UiState): readonly string[] => state.metrics.map(({ label }) => label);

function key(state: UiState, name: string, atMs?: number): UiState {
  return after(state, { type: 'keyPressed', key: name, ...(atMs === undefined ? {} : { atMs }) });
}

test('V leaves what Node measures out, v shows it again, and once more who the process is', async () => {
  assert.equal(labels(fleet).length, 10);
  assert.match((await drawnLines(fleet)).join('\n'), /10 of 12 · 2 hidden: v/);
  const info = afterCommands(fleet, 'showLess');
  assert.ok(labels(info).every((label) => !/^(nodejs|process|org)\./.test(label)));
  assert.match(info.notice ?? '', /^info: /);
  const debug = afterCommands(info, 'showMore', 'showMore');
  assert.equal(labels(debug).length, 12);
  assert.match(afterCommands(debug, 'showMore').notice ?? '', /there is no more/);
  assert.match(afterCommands(info, 'showLess').notice ?? '', /there is no less/);
});

test('where all metrics are hidden the screen says how to see them', async () => {
  const sample = literalSample(0, [{ pid: 1, name: 'a', fields: [literalField('nodejs.heap', 'gauge', 5)] }]);
  const info = afterCommands(after(startState(SIZE), { type: 'sampled', sample }), 'showLess');
  assert.match((await drawnLines(info)).join('\n'), /all 1 are hidden at info: v shows more/);
});

test('a filter that finds nothing says how many were not looked at', async () => {
  const state = typed(afterCommands(inMetrics, 'filter'), 'porthole.name');
  assert.match((await drawnLines(state)).join('\n'), /0 of 12 match .*2 are hidden at diag: v shows them/);
});

test('the value axis can be fixed as it is, and the frame says so', async () => {
  const graphed = afterCommands(inMetrics, 'moveDown', 'moveDown', 'moveDown', 'moveDown', 'toggleGraph');
  const before = after(graphed, { type: 'sampled', sample: fleetSample(61) });
  const fixed = afterCommands(before, 'toggleFixedAxis');
  const grown = after(fixed, { type: 'sampled', sample: withPool(62, 500) });
  assert.deepEqual(await axisOf(grown), await axisOf(before));
  assert.match((await drawnLines(grown)).join('\n'), /fixed axis: Y/);
  const free = afterCommands(grown, 'toggleFixedAxis');
  assert.notDeepEqual(await axisOf(free), await axisOf(before));
});

test('a time is typed, shown as it is understood, and gone to: by the cursor in graphs, by every pane elsewhere', async () => {
  const asked = typed(afterCommands(inMetrics, 'goToTime'), '-20s');
  assert.match((await drawnLines(asked)).at(-2) ?? '', /go to: -20s▏ {2}12:00:40 {3}Enter goes there/);
  const gone = key(asked, 'enter');
  assert.deepEqual([gone.history.atMs, gone.typedTime, gone.pausedWallMs === undefined], [40_000, undefined, false]);
  const graphed = afterCommands(inMetrics, 'toggleGraph', 'focusGraphs');
  const cursor = key(typed(key(graphed, 'g'), '12:00:15'), 'enter');
  assert.equal(cursor.graphView.cursorMs, 15_000);
  assert.match((await drawnLines(cursor)).join('\n'), /at 12:00:15/);
});

test('a time that is none, or was too long ago, is one line that says so, and can be typed on', async () => {
  const none = key(typed(afterCommands(fleet, 'goToTime'), '12:99'), 'enter');
  assert.match((await drawnLines(none)).at(-2) ?? '', /"12:99" is no time: type 15:04, 15:04:05, or -5m/);
  const early = key(typed(afterCommands(fleet, 'goToTime'), '-1h'), 'enter');
  assert.match((await drawnLines(early)).at(-2) ?? '', /11:01:00 is before 12:00:00, the first sample/);
  assert.equal(typed(early, '\b').typedTime, '-1');
  assert.equal(key(early, 'escape').typedTime, undefined);
  assert.equal(typed(afterCommands(fleet, 'goToTime'), 'xq/').typedTime, '');
});

test('a time of day is the last that has been', () => {
  const noon = Date.UTC(2024, 4, 6, 12, 0, 0);
  assert.equal(parseTime('11:30', noon), noon - 30 * 60_000);
  assert.equal(parseTime('23:00:05', noon), noon - 13 * 3_600_000 + 5000);
  assert.equal(parseTime('-1h30m5s', noon), noon - 5_405_000);
  for (const text of ['', '-', '25:00', '12', '5m', '-m', '1:2']) assert.equal(parseTime(text, noon), undefined);
});

test('g g goes to the first line and leaves the graphs as they were; two slow presses are two presses', () => {
  const below = afterCommands(inMetrics, 'moveDown', 'moveDown');
  const first = key(key(below, 'g', 1000), 'g', 1150);
  assert.deepEqual([first.metricKey, first.graphs], ['http.requests', []]);
  const slow = key(key(below, 'g', 1000), 'g', 3000);
  assert.deepEqual([slow.metricKey, slow.graphs], ['http.latency.mean', []]);
  const other = key(key(key(below, 'g', 1000), 'j', 1100), 'g', 1200);
  assert.equal(other.graphs.length, 2);
});

test('+ and - change how often is looked, and stop at the ends', () => {
  const [faster, effects] = update(fleet, press(fleet, 'lookMoreOften'));
  assert.deepEqual([faster.intervalMs, effects], [500, [{ type: 'changeInterval', intervalMs: 500 }]]);
  assert.equal(afterCommands(fleet, 'lookLessOften').intervalMs, 2000);
  const fastest = afterCommands(faster, 'lookMoreOften', 'lookMoreOften');
  assert.match(fastest.notice ?? '', /is the shortest/);
  assert.deepEqual(update(fastest, press(fastest, 'lookMoreOften'))[1], []);
});

test('0 begins averages and graphs anew', () => {
  const reset = afterCommands(afterCommands(inMetrics, 'toggleGraph'), 'resetAverages');
  assert.equal(reset.graphs[0]?.sinceMs, 60_000);
  const later = after(reset, { type: 'sampled', sample: fleetSample(61) });
  assert.equal(later.metrics.find(({ label }) => label === 'http.errors')?.minute, 0);
});

test('F keeps the selected process in sight while the list is sorted anew', () => {
  const start = after(
    startState(SIZE),
    { type: 'sampled', sample: manyProcesses(0, 0) },
    { type: 'sampled', sample: manyProcesses(1, 0) },
  );
  const byCpu = afterCommands(start, 'sort', 'sort', 'sort', 'sort', 'moveToStart');
  const anew = { type: 'sampled', sample: manyProcesses(2, 50) } as const;
  assert.equal(after(byCpu, anew).scroll.processes, 0);
  const followed = after(afterCommands(byCpu, 'toggleFollow'), anew);
  const index = followed.tree.lines.findIndex(({ key: one }) => one === followed.processKey);
  assert.ok(index >= followed.scroll.processes);
  assert.ok(index < followed.scroll.processes + 47);
});

test('w orders a snapshot of every process, and m gives the mouse away and takes it back', () => {
  const [writing, effects] = update(fleet, press(fleet, 'writeSnapshot'));
  assert.equal(writing.notice, 'writing …');
  const [effect] = effects;
  assert.ok(effect?.type === 'writeSnapshot');
  for (const name of ['api', 'worker', 'legacy-app', 'secret', 'cron']) assert.ok(effect.snapshot.text.includes(name));
  const [off, orders] = update(fleet, press(fleet, 'toggleMouse'));
  assert.deepEqual([off.isMouseOn, orders], [false, [{ type: 'captureMouse', isOn: false }]]);
  assert.equal(afterCommands(off, 'toggleMouse').isMouseOn, true);
});

test('each hint is a button, in every pane', () => {
  const graphed = afterCommands(inMetrics, 'toggleGraph');
  const states: Readonly<Partial<Record<KeyContext, UiState>>> = {
    processes: fleet,
    metrics: inMetrics,
    graphs: afterCommands(graphed, 'focusGraphs'),
    stack: afterCommands(fleet, 'takeDump'),
    log: afterCommands(fleet, 'focusLog'),
    help: afterCommands(fleet, 'toggleHelp'),
    question: afterCommands(fleet, 'moveDown', 'moveDown', 'attach'),
  };
  for (const [context, state] of Object.entries(states)) {
    const hints = keyHints(state);
    const wanted = hintedBindings(context as KeyContext, state.keys).map(({ command }) => command);
    assert.deepEqual(
      hints.map(({ command }) => command),
      wanted,
      context,
    );
    for (const { start, end, command } of hints) {
      for (const column of [start, end - 1]) {
        assert.deepEqual(hitTest(state, column, SIZE.rows - 1), { type: 'hint', command });
      }
    }
  }
});

test('a click on a heading sorts by it, a second inverts, in both lists', async () => {
  for (const [text, list, column] of [
    ['RSS', 'processes', 'rss'],
    ['RATE/s', 'metrics', 'rate'],
  ] as const) {
    const sorted = after(fleet, await mouseOn(fleet, text));
    assert.deepEqual([sorted.lists[list].sort, sorted.lists[list].isInverted], [column, false]);
    const inverted = after(sorted, await mouseOn(sorted, text));
    assert.deepEqual([inverted.lists[list].sort, inverted.lists[list].isInverted], [column, true]);
  }
});

test('the line above the keys says who the selected process is', async () => {
  const [target, ...rest] = fleetSample(0).targets;
  assert.ok(target?.process !== undefined);
  const reading = {
    ...target.process,
    ports: [8080, 9090],
    managedBy: 'shop.service',
    commandLine: ['node', 'api.js', '--port', '80\u001b[2J'],
  };
  const sample = { ...fleetSample(0), targets: [{ ...target, process: reading }, ...rest] };
  const state = after(startState({ columns: 200, rows: 50 }), { type: 'sampled', sample });
  const line = (await drawnLines(state)).at(-2) ?? '';
  assert.match(
    line,
    /^ 4121 node api\.js --port 80\\x1b\[2J · user alice · since 09:00:00 · ports 8080 9090 · shop\.service · /,
  );
  const expanded = (await drawnLines(afterCommands(state, 'toggleExpanded'))).join('\n');
  assert.match(expanded, /USER +PORTS +STARTED BY/);
  assert.match(expanded, /api .* alice +8080 9090 +shop\.service/);
});

async function axisOf(state: UiState): Promise<readonly (string | undefined)[]> {
  return (await drawnLines(state)).filter((line) => /┤/.test(line)).map((line) => line.split('┤')[0]);
}

/** Each takes as much CPU as its number says, one of them much. */
function manyProcesses(second: number, busy: number): Sample {
  return literalSample(
    second,
    Array.from({ length: 90 }, (_, index) => ({
      pid: 1000 + index,
      name: `p${index}x`,
      cpuMs: second * (index === busy ? 900 : index),
    })),
  );
}

function withPool(second: number, size: number) {
  const sample = fleetSample(second);
  const [api, ...rest] = sample.targets;
  assert.ok(api !== undefined);
  const files = api.files.map((file) => ({
    ...file,
    snapshot: {
      brokenReason: undefined,
      fields: (file.snapshot?.fields ?? []).map((field) =>
        field.label === 'pool.size' ? { ...field, value: size } : field,
      ),
    },
  }));
  return { ...sample, targets: [{ ...api, files }, ...rest] };
}
