import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseFormat, formatExposition } from '../../src/export/prometheus.js';
import { DEFAULT_BOUNDS, TIMER_BOUNDS } from '../../src/format/histogram-buckets.js';
import type { StatsField } from '../../src/format/stats-decode.js';
import { followEnded, MAX_ENDED_FILES, noEndedFiles, withEnded } from '../../src/model/ended-files.js';
import { observed } from '../support/observed.js';
import { counter, gauge, sampleAt, targetSample, timer } from '../support/sample.js';

const OWN = /^# \w+ porthole_.*\n|^porthole_.*\n/gm;

/** The exposition without what porthole says of the process itself. */
function expose(fields: readonly StatsField[], format: 'openmetrics' | 'prometheus' = 'openmetrics'): string {
  return formatExposition([targetSample(7, fields)], format).replace(OWN, '');
}

function limitsOf(text = ''): readonly string[] {
  return text.match(/le="[^"]+"/g) ?? [];
}

function ratesOf(text: string): readonly string[] {
  return text.match(/^jobs.*$/gm)?.map((line) => line.replace(/\{.*kind="mail"\}/, '')) ?? [];
}

test('a counter has its _total where each format wants it, and its labels behind ours', () => {
  const fields = [{ ...counter('http.requests{method="G\\"E\\\\T"}', 3), help: 'requests\nof "all"' }];
  const sample = 'http_requests_total{process="api",pid="7",thread="7",method="G\\"E\\\\T"} 3\n';
  assert.equal(
    expose(fields),
    `# HELP http_requests requests\\nof \\"all\\"\n# TYPE http_requests counter\n${sample}# EOF\n`,
  );
  assert.equal(
    expose(fields, 'prometheus'),
    `# HELP http_requests_total requests\\nof "all"\n# TYPE http_requests_total counter\n${sample}`,
  );
});

test('values are in base units, and the unit ends the name', () => {
  const text = expose([
    gauge('lag', 1500, 'ms'),
    gauge('age.s', 2, 's'),
    gauge('size', 8, 'bytes'),
    gauge('n', 1, 'jobs'),
  ]);
  assert.match(text, /^# UNIT lag_seconds seconds\nlag_seconds\{.*\} 1\.5$/m);
  assert.match(text, /^age_seconds\{.*\} 2$/m);
  assert.match(text, /^size_bytes\{.*\} 8$/m);
  assert.match(text, /^n\{.*\} 1$/m);
});

test('what is no number of ours is left out or written as Prometheus writes it', () => {
  const text = expose([
    { ...gauge('release', 0), kind: 'text', value: 'v1' },
    gauge('sys.pid', 7),
    gauge('nan', Number.NaN),
    gauge('low', Number.NEGATIVE_INFINITY),
    { ...gauge('open', 0), kind: 'flag', value: true },
    counter('large', 2n ** 63n),
  ]);
  assert.deepEqual(
    text.match(/^\w+\{.*$/gm)?.map((line) => line.replace(/\{.*\}/, '')),
    ['release_info 1', 'nan NaN', 'low -Inf', 'open 1', 'large_total 9223372036854775808'],
  );
});

test('a text is the label of a 1, in each format as that has it', () => {
  const fields = [{ ...gauge('release{value="own"}', 0), kind: 'text' as const, value: 'v"1\n' }];
  const sample = 'release_info{process="api",pid="7",thread="7",exported_value="own",value="v\\"1\\n"} 1\n';
  assert.equal(expose(fields), `# HELP release release of the program\n# TYPE release info\n${sample}# EOF\n`);
  const help = '# HELP release_info release of the program\n# TYPE release_info gauge\n';
  assert.equal(expose(fields, 'prometheus'), `${help}${sample}`);
});

test('a meter has its rates beside its count, as soon as they are taken and while its process lives', () => {
  const meter = { meanPerS: 4, m1PerS: 1.5, m5PerS: 2, m15PerS: undefined };
  const fields = [{ ...counter('jobs{kind="mail"}', 9), kind: 'meter' as const, meter }];
  assert.deepEqual(ratesOf(expose(fields)), ['jobs_total 9', 'jobs_rate1m 1.5', 'jobs_rate5m 2']);
  const ended = formatExposition([targetSample(7, fields, { state: 'ended' })], 'openmetrics');
  assert.deepEqual(ratesOf(ended), ['jobs_total 9']);
});

test('a timer has the same buckets whatever it has observed, each with all before it', () => {
  const [empty, used] = [[], [1, 5, 20, 20, 1e9]].map((values) => expose([timer('t', observed(values, TIMER_BOUNDS))]));
  assert.deepEqual(limitsOf(empty), limitsOf(used));
  assert.equal(limitsOf(used).length, 26);
  for (const line of ['le="0.0025"} 1', 'le="0.005"} 2', 'le="0.025"} 4', 'le="1000.0"} 4', 'le="+Inf"} 5'])
    assert.ok(used?.includes(line), line);
  assert.match(used ?? '', /^t_seconds_sum\{.*\} 1000000\.046$/m);
});

test('a histogram without a unit has the limits of its bounds', () => {
  const histogram = observed([0.5, 3], DEFAULT_BOUNDS);
  const text = expose([{ ...timer('sizes', histogram), kind: 'histogram', unit: undefined }]);
  assert.match(text, /^sizes_bucket\{.*,le="0\.001"\} 0$/m);
  assert.match(text, /^sizes_bucket\{.*,le="1000000000\.0"\} 2$/m);
});

test('of two metrics with one name the first stays, and the other is counted', () => {
  const text = formatExposition(
    [targetSample(7, [counter('a.b', 1), gauge('a_b', 2), gauge('a_b_total', 3)])],
    'prometheus',
  );
  assert.match(text, /^a_b_total\{.*\} 1$/m);
  assert.match(text, /^a_b_total_value\{.*\} 3$/m);
  assert.match(text, /^porthole_series_left_out 1$/m);
  assert.doesNotMatch(text, /^a_b\{/m);
});

test('the format is the one that is asked for', () => {
  const prometheus =
    'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1';
  assert.equal(chooseFormat(prometheus), 'openmetrics');
  assert.equal(
    chooseFormat('text/plain;version=0.0.4, application/openmetrics-text;version=1.0.0;q=0.5'),
    'prometheus',
  );
  for (const accept of [undefined, '*/*', 'text/html', 'application/openmetrics-text;version=2.0.0'])
    assert.equal(chooseFormat(accept), 'prometheus', accept);
});

test('the counts of a process that has ended stay, its gauges do not, and those of too many are forgotten', () => {
  const alive = followEnded(noEndedFiles, sampleAt(0, targetSample(7, [counter('hits', 5), gauge('size', 2)])));
  const ended = followEnded(alive, sampleAt(1000));
  const text = formatExposition(withEnded(ended), 'prometheus');
  assert.match(text, /^hits_total\{process="api",pid="7",thread="7"\} 5$/m);
  assert.match(text, /^porthole_process_up\{.*\} 0$/m);
  assert.doesNotMatch(text, /^size/m);
  const many = Array.from({ length: MAX_ENDED_FILES + 10 }, (_, index) =>
    targetSample(index + 1, [counter('hits', 1)]),
  );
  const last = followEnded(followEnded(noEndedFiles, sampleAt(0, ...many)), sampleAt(1000));
  assert.equal(withEnded(last).length, MAX_ENDED_FILES);
});

test('a dead process whose file remains has counts and no gauges, and a living one of its pid goes before it', () => {
  const dead = targetSample(7, [counter('hits', 9), counter('old', 4), gauge('size', 2)], { state: 'ended' });
  const alone = formatExposition([dead], 'prometheus');
  assert.match(alone, /^hits_total\{.*\} 9$/m);
  assert.doesNotMatch(alone, /^size/m);
  const both = formatExposition([dead, targetSample(7, [counter('hits', 1)])], 'prometheus');
  assert.deepEqual(
    both.match(/^(hits|old)_total\{.*\} \d+$/gm)?.map((line) => line.replace(/\{.*\}/, '')),
    ['hits_total 1', 'old_total 4'],
  );
  assert.match(both, /^porthole_process_up\{.*\} 1$/m);
});

test('two labels that become one name in the exposition make one series', () => {
  const text = formatExposition([targetSample(7, [counter('a.b', 1), counter('a_b', 2)])], 'prometheus');
  assert.deepEqual(text.match(/^a_b_total.*$/gm)?.length, 1);
  assert.match(text, /^porthole_series_left_out 1$/m);
});
