import type { RecordedItem } from '../../format/recording/records.js';
import { formatBytes } from '../../units.js';

/** What of a recording could not be read, in one line; `undefined` when it is whole. */
export function describeDamage(items: readonly RecordedItem[]): string | undefined {
  const lost = items.flatMap((item) => (item.type === 'lost' ? [item] : []));
  const bytes = lost.reduce((sum, item) => sum + item.bytes, 0);
  const first = lost[0]?.afterWallMs;
  const cut = items.findLast((item) => item.type === 'cutOff');
  const parts = [
    ...(lost.length === 0
      ? []
      : [
          `${formatBytes(bytes)} in ${lost.length} place${lost.length === 1 ? '' : 's'} could not be read${after(first)}`,
        ]),
    ...(cut?.type === 'cutOff' ? [`cut off${after(cut.afterWallMs)}`] : []),
  ];
  return parts.length === 0 ? undefined : parts.join('; ');
}

function after(wallMs: number | undefined): string {
  return wallMs === undefined ? '' : ` after ${new Date(wallMs).toTimeString().slice(0, 8)}`;
}
