import { describeThreadState } from '../../format/dump-text.js';
import type { Stall, StallReport, StallStack } from '../../format/stalls.js';
import { formatDurationMs } from '../../units.js';
import { AskedPane } from './AskedPane.js';
import { askStalls } from './asking.js';
import { stallsText } from './copy-text.js';
import { Frames } from './StackPane.js';
import { useStore } from './store.js';
import { clockText } from './value-text.js';

/** When the event loop of a process stood still, and what held it. */
export function StallsPane() {
  const { stalls } = useStore();
  if (stalls === undefined) {
    return (
      <div class="hint">
        <p>
          <b>Stalls</b> (key <kbd>t</kbd>) shows when the event loop of the selected process stood still, and the code
          that held it.
        </p>
      </div>
    );
  }
  return (
    <AskedPane asked={stalls} what="stalls" again={() => void askStalls(stalls.process)} copy={stallsText}>
      {(report) => <Report report={report} />}
    </AskedPane>
  );
}

function Report({ report }: { readonly report: StallReport }) {
  const { thresholdMs, count, longestMs, stalls, capturedWallMs } = report;
  if (thresholdMs === 0) return <p class="notice">Stalls are not watched in this process (PORTHOLE_STALL_MS=0).</p>;
  const meaning = `event loop late by ${formatDurationMs(thresholdMs)} or more`;
  return (
    <>
      <p class="facts">
        {count === 0 ? `None (${meaning})` : `${count} (${meaning}), the longest ${formatDurationMs(longestMs)}`} · as
        of {clockText(capturedWallMs)}
      </p>
      {stalls.toReversed().map((stall) => (
        <OneStall key={stall.startedWallMs} stall={stall} />
      ))}
    </>
  );
}

function OneStall({ stall }: { readonly stall: Stall }) {
  const { startedWallMs, lengthMs, isLasting, stacks } = stall;
  return (
    <details class="stall" open>
      <summary>
        <b>{clockText(startedWallMs)}</b> {formatDurationMs(lengthMs)}
        {isLasting && <span class="state running">it lasts</span>}
      </summary>
      {stacks.length === 0 && <p class="note">over before it was looked at</p>}
      {distinct(stacks).map(({ stack, afterMs }) => (
        <div key={stack.afterMs} class="look">
          <p class="note">
            after {afterMs.map(formatDurationMs).join(', ')}: {stateText(stack)}
          </p>
          <Frames frames={stack.frames} />
        </div>
      ))}
    </details>
  );
}

// Looks that saw the same, one after the other, are shown once.
function distinct(
  stacks: readonly StallStack[],
): readonly { readonly stack: StallStack; readonly afterMs: readonly number[] }[] {
  const looks: { stack: StallStack; afterMs: number[]; text: string }[] = [];
  for (const stack of stacks) {
    const text = JSON.stringify([stack.state, stack.native, stack.frames]);
    const last = looks.at(-1);
    if (last?.text === text) last.afterMs.push(stack.afterMs);
    else looks.push({ stack, afterMs: [stack.afterMs], text });
  }
  return looks;
}

function stateText({ state, native }: StallStack): string {
  if (state === 'returned') return 'came back from native code to';
  return describeThreadState({ state, native });
}
