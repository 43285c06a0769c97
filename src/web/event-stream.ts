import type { ServerResponse } from 'node:http';
import { metricJson } from '../export/metric-json.js';
import { type MetricPattern, matchesMetric, parseMetricPattern } from '../model/metric-pattern.js';
import { rateFields } from '../model/observation-rate.js';
import type { Sample, TargetSample } from '../source/sample.js';
import { beginEvents } from './answer.js';
import type { LiveSamples } from './live-samples.js';

/**
 * `/events`: each sample as a server-sent event, until the client goes.
 *
 * Every process with its state; its metrics are those that `?metric=` chooses,
 * a name or a glob, as often as wanted. A client that does not keep up misses samples: `missed` counts them.
 *
 * @throws PortholeError `wrong-usage` for a metric that means nothing.
 */
export function streamEvents(response: ServerResponse, query: URLSearchParams, live: LiveSamples): void {
  const metrics = query.getAll('metric').map(parseMetricPattern);
  beginEvents(response);
  let missed = 0;
  const write = (sample: Sample, before: Sample | undefined): void => {
    if (response.writableNeedDrain) {
      missed++;
      return;
    }
    const data = { ...sampleJson(sample, before, metrics), missed };
    response.write(`event: sample\ndata: ${JSON.stringify(data)}\n\n`);
  };
  const { latest } = live;
  if (latest !== undefined) write(latest, undefined);
  response.on('close', live.listen(write));
}

function sampleJson(sample: Sample, before: Sample | undefined, metrics: readonly MetricPattern[]): object {
  const { wallMs, targets } = sample;
  const processes = targets.map((target) => ({
    pid: target.target.pid,
    name: target.name,
    state: target.state,
    stateReason: target.stateReason ?? null,
    rssBytes: target.process?.rssBytes ?? null,
    metrics: metricsOf(target, sample, before, metrics),
  }));
  return { version: 1, wallMs, processes };
}

function metricsOf(
  target: TargetSample,
  sample: Sample,
  before: Sample | undefined,
  metrics: readonly MetricPattern[],
): readonly object[] {
  if (metrics.length === 0) return [];
  return target.files.flatMap((file) => {
    const chosen = rateFields(file, target, sample, before).filter(({ label }) =>
      metrics.some((metric) => matchesMetric(metric, label)),
    );
    return chosen.map((field) => ({ tid: file.tid ?? null, ...metricJson(field) }));
  });
}
