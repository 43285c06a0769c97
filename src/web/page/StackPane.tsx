import { describeActiveResources, describeFrame } from '../../format/dump-text.js';
import type { InFlightReport } from '../../format/in-flight.js';
import type { CallFrame, StackDump, ThreadDump } from '../../format/stack-dump.js';
import { formatDurationMs } from '../../units.js';
import { AskedPane } from './AskedPane.js';
import { askDump } from './asking.js';
import { dumpText } from './copy-text.js';
import { useStore } from './store.js';
import { clockText } from './value-text.js';

/** The last stack dump: what every thread was doing, with local variables, and what was in flight. */
export function StackPane() {
  const { dump } = useStore();
  if (dump === undefined) {
    return (
      <div class="hint">
        <p>
          <b>Stack dump</b> (key <kbd>d</kbd>) shows what every thread of the selected process is doing right now, with
          local variables; also when it is stuck.
        </p>
      </div>
    );
  }
  return (
    <AskedPane asked={dump} what="stack" again={() => void askDump(dump.process)} copy={dumpText}>
      {(answer) => ('text' in answer ? <pre class="older">{answer.text}</pre> : <Dump dump={answer} />)}
    </AskedPane>
  );
}

function Dump({ dump }: { readonly dump: StackDump }) {
  return (
    <>
      <p class="facts">
        Node {dump.nodeVersion} · {clockText(dump.capturedWallMs)} · took {formatDurationMs(dump.tookMs)}
      </p>
      {dump.inFlight !== undefined && <InFlight report={dump.inFlight} />}
      {dump.threads.map((thread) => (
        <Thread key={`${thread.threadId}:${thread.tid ?? ''}`} thread={thread} />
      ))}
    </>
  );
}

function InFlight({ report }: { readonly report: InFlightReport }) {
  const { operations, unlisted, handles } = report;
  const list = handles?.handles ?? [];
  if (operations.length === 0 && list.length === 0) return null;
  return (
    <details class="in-flight" open={operations.length > 0}>
      <summary>
        In flight: {operations.length + unlisted}
        {list.length > 0 && `, open handles: ${list.reduce((sum, { count }) => sum + count, 0)}`}
      </summary>
      <ul>
        {operations.map((operation, index) => (
          <li key={index}>
            <b>{operation.kind}</b> {operation.detail} <span class="age">{formatDurationMs(operation.ageMs)}</span>
            {operation.where !== undefined && <small> {operation.where}</small>}
          </li>
        ))}
        {unlisted > 0 && <li>and {unlisted} more</li>}
        {list.map((handle, index) => (
          <li key={`handle${index}`} class="handle">
            <b>{handle.type}</b> {handle.detail} {handle.count > 1 && `× ${handle.count} `}
            {handle.ageMs !== undefined && <span class="age">{formatDurationMs(handle.ageMs)}</span>}
          </li>
        ))}
      </ul>
    </details>
  );
}

function Thread({ thread }: { readonly thread: ThreadDump }) {
  const {
    name,
    threadId,
    tid,
    state,
    note,
    frames,
    cpuMs,
    eventLoopUtilization,
    blockingCall,
    activeResources = [],
  } = thread;
  const facts = [
    threadId === 0 ? 'main thread' : `worker ${threadId}`,
    tid === undefined ? undefined : `tid ${tid}`,
    cpuMs === undefined ? undefined : `CPU ${formatDurationMs(cpuMs)}`,
    eventLoopUtilization === undefined ? undefined : `loop ${Math.round(eventLoopUtilization * 100)}% busy`,
  ];
  return (
    <details class={`thread ${state}`} open>
      <summary>
        <span class={`state ${state}`}>{state}</span> <b>{name}</b> <small>{facts.filter(Boolean).join(' · ')}</small>
      </summary>
      {note !== undefined && <p class="note">{note}</p>}
      {activeResources.length > 0 && <p class="note">kept alive by: {describeActiveResources(activeResources)}</p>}
      {blockingCall !== undefined && <p class="note">waits for: {blockingCall.command}</p>}
      <Frames frames={frames} />
    </details>
  );
}

/** Stack frames, the innermost first: the application's bright, with their variables. */
export function Frames({ frames }: { readonly frames: readonly CallFrame[] }) {
  return (
    <ol class="frames">
      {frames.map((frame, index) => {
        const locals = frame.locals ?? [];
        const line = (
          <>
            <span class="function">{frame.functionName === '' ? '(anonymous)' : frame.functionName}</span>{' '}
            <span class="place" title={describeFrame(frame)}>
              {frame.file === '' ? '' : `${frame.file}:${frame.line}:${frame.column}`}
            </span>
          </>
        );
        return (
          <li key={index} class={frame.origin}>
            {locals.length === 0 ? (
              line
            ) : (
              <details open={frame.origin === 'application'}>
                <summary>{line}</summary>
                <dl>
                  {locals.map((local, number) => (
                    <div key={number}>
                      <dt>{local.name}</dt>
                      <dd>{local.value}</dd>
                    </div>
                  ))}
                </dl>
              </details>
            )}
          </li>
        );
      })}
    </ol>
  );
}
