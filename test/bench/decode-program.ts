import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { StatsReader } from '../../src/source/read-stats.js';

// Two shapes of one answer: `decode_program.py` beside it prints the same.
const [, , folder = '', rounds = '1'] = process.argv;
const paths = readdirSync(folder).map((name) => join(folder, name));
const nowMs = (): number => Number(process.hrtime.bigint()) / 1e6;

let fields = 0;
const firstMs: number[] = [];
const againMs: number[] = [];
for (let round = 0; round < Number(rounds); round++) {
  const readers = paths.map((path) => new StatsReader(path));
  const startedMs = nowMs();
  for (const reader of readers) fields += reader.read().file.snapshot?.fields.length ?? 0;
  const decodedMs = nowMs();
  for (const reader of readers) fields += reader.read().file.snapshot?.fields.length ?? 0;
  firstMs.push(decodedMs - startedMs);
  againMs.push(nowMs() - decodedMs);
}
process.stdout.write(JSON.stringify({ fields, firstMs, againMs }));
