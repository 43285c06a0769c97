import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { RecordedStalls } from '../../src/format/recording/records.js';
import type { Sample } from '../../src/format/sample.js';
import { projectFolder } from '../support/project.js';
import { decodeItems, samplesIn } from '../support/recording.js';
import type { Answers } from './answers.js';

/** Samples of `porthole demo`, as `porthole record` wrote them: real programs, with the names of this machine taken out. */
export const FLEET_FILE = join(projectFolder, 'test/fixtures/fleet.porthole.gz');
/** What its processes answered while they were recorded. */
export const ANSWERS_FILE = join(projectFolder, 'test/fixtures/fleet-answers.json');

/** A hundred seconds of five programs. */
export interface RecordedFleet {
  readonly samples: readonly Sample[];
  readonly stalls: readonly RecordedStalls[];
  readonly answers: Answers;
}

/** Reads the fleet that `npm run screenshots -- --record` has recorded. */
export function readFleet(): RecordedFleet {
  const items = decodeItems(gunzipSync(readFileSync(FLEET_FILE)));
  const stalls = items.flatMap((item) => (item.type === 'stalls' ? [item.stalls] : []));
  return { samples: samplesIn(items), stalls, answers: JSON.parse(readFileSync(ANSWERS_FILE, 'utf8')) as Answers };
}
