import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_BOUNDS, TIMER_BOUNDS } from '../../src/format/histogram-buckets.js';
import type { Sample } from '../../src/source/sample.js';
import type { ScreenSize, UiState } from '../../src/ui/state.js';
import { fleetSample, literalDump, literalField, literalSample } from '../support/literal-samples.js';
import { observed } from '../support/observed.js';
import { projectFolder } from '../support/project.js';
import { counter, timer } from '../support/sample.js';
import { after, afterCommands, assertGolden, drawnLines, startState, typed } from '../support/screen.js';

const SIZES: readonly ScreenSize[] = [
  { columns: 80, rows: 24 },
  { columns: 100, rows: 30 },
  { columns: 160, rows: 50 },
];

for (const size of SIZES) {
  const name = `${size.columns}x${size.rows}`;

  test(`the fleet is shown at ${name}`, async () => {
    assertGolden(projectFolder, `fleet-${name}`, await drawnLines(fleetAt(size, 12)));
  });

  test(`graphs are shown at ${name}, newest first`, async () => {
    const graphed = afterCommands(fleetAt(size, 2), 'openMetrics', 'moveDown', 'moveDown', 'toggleGraph');
    const both = afterCommands(sampled(graphed, 3, 20), 'moveDown', 'moveDown', 'toggleGraph');
    assertGolden(projectFolder, `graphs-${name}`, await drawnLines(sampled(both, 21, 40)));
  });

  test(`a stack dump is shown at ${name}`, async () => {
    const asked = afterCommands(fleetAt(size, 2), 'moveDown', 'takeDump');
    const shown = after(asked, { type: 'dumpArrived', number: 1, dump: literalDump });
    assertGolden(projectFolder, `stack-${name}`, await drawnLines(shown));
  });

  test(`the question before an attachment is shown at ${name}`, async () => {
    const asked = afterCommands(fleetAt(size, 2), 'moveDown', 'moveDown', 'attach');
    assertGolden(projectFolder, `attach-${name}`, await drawnLines(asked));
  });

  test(`the help is shown at ${name}`, async () => {
    assertGolden(projectFolder, `help-${name}`, await drawnLines(afterCommands(fleetAt(size, 2), 'toggleHelp')));
  });

  test(`timers, histograms and meters are shown at ${name}, and the p99 of a timer as its graph`, async () => {
    const samples = Array.from(
      { length: 20 },
      (_, second) => ({ type: 'sampled', sample: shopSample(second) }) as const,
    );
    const shown = after(startState(size), ...samples.slice(0, 3));
    const graphed = after(afterCommands(shown, 'openMetrics', 'toggleGraph'), ...samples.slice(3));
    assertGolden(projectFolder, `timers-${name}`, await drawnLines(graphed));
  });

  test(`without a process the screen says where it looked, at ${name}`, async () => {
    const searched = [
      { path: '/dev/shm/porthole-1000', outcome: 'absent', reason: undefined },
      { path: '/tmp/porthole-1000', outcome: 'read', reason: undefined },
      { path: '/dev/shm/porthole-0', outcome: 'unreadable', reason: 'owned by uid 0, you are uid 1000' },
    ] as const;
    const sample = literalSample(0, [], searched);
    assertGolden(
      projectFolder,
      `empty-${name}`,
      await drawnLines(after(startState(size), { type: 'sampled', sample })),
    );
  });
}

const WIDE = { columns: 120, rows: 40 };

test('a filtered and sorted list, a paused moment, one pane alone and the log are shown', async () => {
  const fleet = afterCommands(fleetAt(WIDE, 12), 'openMetrics');
  assertGolden(projectFolder, 'filter-120x40', await drawnLines(typed(afterCommands(fleet, 'sort', 'filter'), '*.e*')));
  assertGolden(projectFolder, 'paused-120x40', await drawnLines(afterCommands(fleet, 'stepBack', 'stepBack')));
  const expanded = afterCommands(fleetAt(WIDE, 12), 'toggleExpanded');
  assertGolden(projectFolder, 'expanded-120x40', await drawnLines(expanded));
  assertGolden(projectFolder, 'log-120x40', await drawnLines(afterCommands(withEvents(fleetAt(WIDE, 12)), 'focusLog')));
});

test('graphs are shown over each other, in braille and in ASCII, with a cursor', async () => {
  const first = afterCommands(fleetAt(WIDE, 2), 'openMetrics', 'moveDown', 'moveDown', 'toggleGraph');
  const both = sampled(afterCommands(first, 'moveDown', 'moveDown', 'toggleGraph'), 3, 60);
  const cursor = afterCommands(both, 'focusGraphs', 'moveLeft', 'moveLeft', 'moveLeft');
  assertGolden(projectFolder, 'cursor-120x40', await drawnLines(cursor));
  assertGolden(projectFolder, 'overlay-120x40', await drawnLines(afterCommands(both, 'toggleOverlay')));
  assertGolden(projectFolder, 'braille-120x40', await drawnLines(afterCommands(both, 'changeGraphStyle')));
  const ascii = afterCommands(both, 'toggleOverlay', 'changeGraphStyle', 'changeGraphStyle');
  assertGolden(projectFolder, 'ascii-graphs-120x40', await drawnLines(ascii));
});

// The table of states in the design: each has its words, and its picture.
const broken = { path: '/dev/shm/porthole-1000/api-7-7.mmstats', tid: 7, snapshot: undefined } as const;
const DESIGNED_STATES: Readonly<Record<string, () => UiState>> = {
  'no-processes': () => afterSamples(literalSample(0, [], [{ path: '/tmp/x', outcome: 'absent', reason: undefined }])),
  'first-sample': () => afterSamples(fleetSample(0)),
  ended: () => afterSamples(fleetSample(0), fleetSample(1), { ...fleetSample(8), targets: [] }),
  restarted: () => afterCommands(withEvents(fleetAt(WIDE, 4)), 'toggleGraph'),
  stuck: () => afterCommands(fleetAt(WIDE, 3), 'moveDown'),
  'no-permission': () => afterCommands(fleetAt(WIDE, 3), 'moveDown', 'moveDown', 'moveDown'),
  'other-version': () => afterSamples(withFile({ ...broken, reason: 'unknown file format: version 9, this reads 1' })),
  'file-removed': () =>
    afterSamples(
      literalSample(0, [{ pid: 7, name: 'api', fields: [literalField('hits', 'counter', 5)] }]),
      literalSample(1, [{ pid: 7, name: 'api', fields: [literalField('hits', 'counter', 6)] }]),
      literalSample(2, [{ pid: 7, name: 'api' }]),
    ),
  stopped: () =>
    afterSamples(
      literalSample(0, [
        { pid: 7, name: 'api', state: 'stuck', stateReason: 'stopped by a signal: kill -CONT 7 continues it' },
      ]),
    ),
  'asked-for-another': () =>
    after(
      { ...startState(WIDE), targets: ['web*', 'no such'] },
      { type: 'sampled', sample: literalSample(0, [], [{ path: '/tmp/x', outcome: 'read', reason: undefined }]) },
    ),
  stale: () => afterCommands(fleetAt(WIDE, 3), 'moveToEnd'),
  'dump-timed-out': () =>
    after(afterCommands(fleetAt(WIDE, 3), 'moveDown', 'takeDump'), {
      type: 'dumpFailed',
      number: 1,
      reason: 'no answer in 2 s (main thread in native code?)',
    }),
  'no-match': () => typed(afterCommands(fleetAt(WIDE, 3), 'openMetrics', 'filter'), 'foo'),
  'file-full': () =>
    afterSamples(
      literalSample(0, [{ pid: 7, name: 'api', fields: [literalField('porthole.without_room', 'counter', 12)] }]),
    ),
  'too-small': () => startState({ columns: 79, rows: 19 }),
  dropped: () =>
    afterSamples(
      literalSample(0, [{ pid: 7, name: 'api', fields: [literalField('porthole.dropped', 'counter', 12)] }]),
    ),
};

for (const [name, state] of Object.entries(DESIGNED_STATES)) {
  test(`the state "${name}" has its picture`, async () => {
    assertGolden(projectFolder, `state-${name}-120x40`, await drawnLines(state()));
  });
}

test('a wide or hostile name does not move what stands beside it', async () => {
  const names = ['日本語のサービス', 'e\u0301te\u0301', '👩‍👩‍👧-family', 'evil\x1b[2J\nname', '\u202egnp.exe'];
  const fields = names.map((label) => literalField(label, 'counter', 5, label));
  const processes = names.map((name, index) => ({ pid: 100 + index, name, fields }));
  const size = { columns: 120, rows: 24 };
  const state = after(startState(size), { type: 'sampled', sample: literalSample(0, processes) });
  assertGolden(projectFolder, 'hostile-120x24', await drawnLines(state));
});

test('before the first sample the screen says that it looks', async () => {
  assert.match((await drawnLines(startState({ columns: 80, rows: 24 }))).join('\n'), /Looking for processes/);
});

test('after the first sample a rate is not there yet, and the screen says why', async () => {
  const text = (await drawnLines(fleetAt({ columns: 80, rows: 24 }, 0))).join('\n');
  assert.match(text, /waiting for the second sample to compute a rate/);
  assert.match(text, /http\.requests .* – /);
});

const STATE_LINES: readonly (readonly [string, readonly RegExp[]])[] = [
  ['live', [/›● +4121 api/, /METRICS {2}api \(pid 4121\) · up 3h00m · ● live/]],
  ['stuck', [/›▲ +4150 worker/, /▲ event loop blocked 3\.2 s: press d for its stack/]],
  ['without the agent', [/›○ +4200 legacy-app/, /no stack dump/, /node --import porthole\/register app\.js/]],
  ['unreadable', [/›\? +4300 secret/, /\? owned by uid 0, you are uid 1000: run porthole as root/]],
  ['ended', [/›✝ +4099 cron +ended/, /its last values/, /runs +3 /]],
];

STATE_LINES.forEach(([name, patterns], index) => {
  test(`a process that is ${name} has its mark and its words`, async () => {
    const moves = Array.from({ length: index }, () => 'moveDown' as const);
    const lines = await drawnLines(afterCommands(fleetAt({ columns: 120, rows: 40 }, 3), ...moves));
    for (const pattern of patterns) assert.match(lines.join('\n'), pattern);
  });
});

test('while a dump is awaited the screen says so, and a failure is one line', async () => {
  const asked = afterCommands(fleetAt({ columns: 80, rows: 24 }, 2), 'moveDown', 'takeDump');
  assert.match((await drawnLines(asked)).join('\n'), /asking 4150 for its stack …/);
  const failed = after(asked, { type: 'dumpFailed', number: 1, reason: 'no answer in 2 s' });
  assert.match((await drawnLines(failed)).join('\n'), /no stack dump: no answer in 2 s/);
});

test('the text dump of another runtime is shown, escaped', async () => {
  const asked = afterCommands(fleetAt({ columns: 80, rows: 24 }, 2), 'moveDown', 'takeDump');
  const dump = '\n# Thread Name: MainThread\n  File "a.py", line 1\n\tx: \x1b[31mred\n';
  const lines = await drawnLines(after(asked, { type: 'dumpArrived', number: 1, dump }));
  assert.ok(lines.some((line) => line.includes('    x: \\x1b[31mred')));
});

test('a terminal that is too small says what is needed', async () => {
  const [first] = await drawnLines(startState({ columns: 79, rows: 24 }));
  assert.equal(first, 'terminal too small, need 80×20 (this is 79×24)');
});

test('nothing is left behind when panes open and close', async () => {
  const fleet = fleetAt({ columns: 100, rows: 30 }, 12);
  const help = afterCommands(fleet, 'toggleHelp');
  const graph = afterCommands(fleet, 'openMetrics', 'toggleGraph');
  assert.deepEqual(await drawnLines(fleet, help, graph, fleet), await drawnLines(fleet));
});

function afterSamples(...samples: readonly Sample[]): UiState {
  return after(startState(WIDE), ...samples.map((sample) => ({ type: 'sampled', sample }) as const));
}

function withFile(file: Sample['targets'][number]['files'][number]): Sample {
  const sample = literalSample(0, [{ pid: 7, name: 'api', fields: [literalField('hits', 'counter', 1)] }]);
  const [target] = sample.targets;
  assert.ok(target !== undefined);
  return { ...sample, targets: [{ ...target, files: [...target.files, file] }] };
}

function withEvents(state: UiState): UiState {
  const sample = fleetSample(13);
  const [api, ...rest] = sample.targets;
  assert.ok(api !== undefined);
  const stuck = { ...api, state: 'stuck', stateReason: 'event loop blocked 1.4 s' } as const;
  const again = { ...api, target: { pid: 5000, startTicks: 9 } };
  return after(
    state,
    { type: 'sampled', sample: { ...sample, targets: [stuck, ...rest] } },
    { type: 'sampled', sample: { ...fleetSample(14), targets: [again, ...rest.slice(1)] } },
  );
}

function shopSample(second: number): Sample {
  const count = (second + 1) * 40;
  const times = Array.from({ length: count }, (_, index) => 4 + (index % 40) + 30 * Math.sin(index / 40 / 3) ** 2);
  const sizes = times.map((time) => time * 10_000);
  const rates = { meanPerS: 40, m1PerS: 40, m5PerS: 40, m15PerS: 40 };
  const fields = [
    timer('http.latency', observed(times, TIMER_BOUNDS)),
    { ...timer('http.size', observed(sizes, DEFAULT_BOUNDS)), kind: 'histogram', unit: 'bytes' },
    { ...counter('orders', count), kind: 'meter', unit: 'orders', meter: rates },
    timer('http.latency{method="PUT"}', observed([], TIMER_BOUNDS)),
    counter('http.requests', count),
  ] as const;
  return literalSample(second, [{ pid: 4121, name: 'shop', fields }]);
}

function fleetAt(size: ScreenSize, lastSecond: number): UiState {
  return sampled(startState(size), 0, lastSecond);
}

function sampled(state: UiState, first: number, last: number): UiState {
  const seconds = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  return after(state, ...seconds.map((second) => ({ type: 'sampled', sample: fleetSample(second) }) as const));
}
