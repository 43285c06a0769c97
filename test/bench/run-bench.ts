import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectFolder } from '../support/project.js';
import { benchAsync } from './async.js';
import { benchCheck } from './check.js';
import { benchDiscovery } from './discovery.js';
import { formatReport } from './format-report.js';
import { benchInFlight } from './in-flight.js';
import { benchInstruments } from './instruments.js';
import { benchPrometheus } from './prometheus.js';
import { benchRecording } from './recording.js';
import type { Benchmark } from './report.js';
import { benchScreen } from './screen.js';
import { benchStacks } from './stacks.js';

const BENCHMARKS: Readonly<Record<string, { readonly about: string; readonly run: Benchmark }>> = {
  async: { about: 'the async dump: its pause, its memory, and what was told before', run: benchAsync },
  instruments: { about: 'updates, decoding, an HTTP server with the agent, its start', run: benchInstruments },
  'in-flight': { about: 'what it costs to be in flight: a request, track(), the reading of all', run: benchInFlight },
  screen: { about: 'the screen beside htop and btop: CPU, memory, time to answer', run: benchScreen },
  discovery: { about: 'the first list and each poll of 10, 100 and 1,000 processes', run: benchDiscovery },
  stacks: { about: 'a stack dump: its time, the pause, the whole command', run: benchStacks },
  check: { about: 'porthole check as a whole process, beside an empty one of Node', run: benchCheck },
  recording: { about: 'a recording of 50 processes: bytes, CPU to write and to read it', run: benchRecording },
  prometheus: {
    about: 'a scrape of 100 processes, beside the cluster aggregation of prom-client',
    run: benchPrometheus,
  },
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false }, json: { type: 'string' } },
});
const [name = ''] = positionals;
const benchmark = BENCHMARKS[name];
if (benchmark === undefined) {
  const lines = Object.entries(BENCHMARKS).map(([each, { about }]) => `  ${each}  ${about}`);
  process.stdout.write(`npm run bench -- NAME [--quick] [--json FILE]\n\n${lines.join('\n')}\n`);
  process.exitCode = name === '' ? 0 : 2;
} else {
  const report = await benchmark.run({ isQuick: values.quick });
  const path = values.json ?? join(projectFolder, 'dist/bench', `${name}.json`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(report, undefined, 2)}\n`);
  process.stdout.write(`${formatReport(report)}Written to ${path}\n`);
}
