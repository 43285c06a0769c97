import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { StatsFile } from '../../../src/agent/stats-file.js';
import { memoryFolder } from '../memory-folder.js';

/** A stats file as the agent maps it, removed when this process ends. */
export function openMappedStatsFile(): StatsFile {
  const folder = mkdtempSync(join(memoryFolder(), 'porthole-bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const file = StatsFile.create(join(folder, 'bench.mmstats'));
  file.publish();
  return file;
}
