import type { RecordedItem } from '../../format/recording/records.js';
import { MAX_MOMENTS } from '../../model/recorded-history.js';
import type { Sample } from '../../source/sample.js';

/** Which samples of a recording are shown. */
export interface Moments {
  readonly sampleCount: number;
  /** Of so many samples one is kept. */
  readonly stride: number;
  /** @param index In the order of the recording, from 0. */
  isKept(index: number): boolean;
}

// Of more the most are those of programs that come and go all the time.
const MAX_CHANGES = MAX_MOMENTS / 4;

/** All where they are few; else evenly spread ones, the last, and those in which the state of a process was another. */
export async function chooseMoments(items: AsyncIterable<RecordedItem>): Promise<Moments> {
  const changes = new Set<number>();
  let sampleCount = 0;
  let states = '';
  for await (const item of items) {
    if (item.type !== 'sample') continue;
    const now = statesOf(item.sample);
    if (now !== states) changes.add(sampleCount);
    states = now;
    sampleCount++;
  }
  if (changes.size > MAX_CHANGES) changes.clear();
  const stride = Math.ceil(sampleCount / MAX_MOMENTS);
  const spread = stride <= 1 ? 1 : Math.ceil(sampleCount / (MAX_MOMENTS - changes.size - 1));
  const isKept = (index: number): boolean => index % spread === 0 || index === sampleCount - 1 || changes.has(index);
  return { sampleCount, stride: Math.max(1, spread), isKept };
}

function statesOf({ targets }: Sample): string {
  return targets.map(({ target, state }) => `${target.pid} ${state}`).join();
}
