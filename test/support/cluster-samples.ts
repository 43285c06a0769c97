import type { Sample } from '../../src/source/sample.js';
import { literalField, literalSample, webFields } from './literal-samples.js';

const MIB = 2 ** 20;

/** A cluster of a master and three workers, one of them stuck; a program with two threads; and one that runs once. */
export function clusterSample(second: number): Sample {
  const worker = (pid: number, number: number, cpu: number) => ({
    pid,
    name: `shop/web.js#${number}`,
    cpuMs: second * cpu,
    rssBytes: (70 + number) * MIB,
    fields: webFields(second).map((field) =>
      typeof field.value === 'number' ? { ...field, value: field.value * number } : field,
    ),
  });
  const sample = literalSample(second, [
    {
      pid: 3000,
      name: 'shop/web.js',
      cpuMs: second * 10,
      rssBytes: 50 * MIB,
      fields: [literalField('forks', 'counter', 3)],
    },
    worker(3001, 1, 120),
    { ...worker(3002, 2, 990), state: 'stuck', stateReason: 'event loop blocked 3.2 s' },
    worker(3003, 3, 80),
    { pid: 3100, name: 'reports', cpuMs: second * 30, fields: [literalField('pages', 'counter', second * 7, 'pages')] },
    { pid: 3200, name: 'cron', cpuMs: second * 5, fields: [literalField('runs', 'counter', second)] },
  ]);
  const targets = sample.targets.map((target) => {
    const [file] = target.files;
    if (target.target.pid !== 3100 || file === undefined) return target;
    const fields = [
      literalField('pages', 'counter', second * 3, 'pages'),
      literalField('nodejs.heap.size.used', 'gauge', 9 * MIB, 'bytes'),
    ];
    return {
      ...target,
      files: [file, { ...file, path: `${file.path}2`, tid: 3105, snapshot: { fields, brokenReason: undefined } }],
    };
  });
  return { ...sample, targets };
}
