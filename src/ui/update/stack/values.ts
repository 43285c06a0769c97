import type { FrameDump } from '../../../format/frame-dump.js';
import { isSameCall, type SeenStack } from '../../../model/same-call.js';
import type { SourceExcerpt } from '../../../source/read-source.js';
import { type FrameValues, shownDump, sourceKey, type ValuesWish } from '../../dumps-state.js';
import type { Update } from '../../events.js';
import type { UiState } from '../../state.js';
import { settleStack, withView } from './settle.js';

const MOVED_ON = 'it has moved on since: the dump has no more of it';

/** Asks the process for what is in the values of a frame, or notes why that cannot be. */
export function askForValues(state: UiState, wish: ValuesWish): Update {
  const { stack } = state;
  const frames = seenStack(state, wish)?.frames;
  if (stack === undefined || frames === undefined) return [state, []];
  const frame = state.dumps.view.values.get(wish.frameId)?.frame;
  const process = state.live.processes.get(stack.processKey)?.latest;
  const isSame = process?.target.pid === stack.pid && process.state !== 'ended';
  if (!isSame || process.socket === undefined) {
    const failure = isSame ? 'it has no socket to ask' : 'the process has ended: the dump has no more of it';
    return [withValues(state, { asked: undefined, wish, frame, failure }), []];
  }
  const number = state.requestCount + 1;
  const { threadId, index, depth } = wish;
  const question = { threadId, index, depth, functionName: frames[index]?.functionName ?? '' };
  const asked = withValues({ ...state, requestCount: number }, { asked: number, wish, frame, failure: undefined });
  return [asked, [{ type: 'requestFrame', number, pid: stack.pid, socket: process.socket, question }]];
}

/** Takes the values of a frame, when they are of the call that the dump has. */
export function receiveFrame(state: UiState, number: number, frame: FrameDump): Update {
  const values = waitingValues(state, number);
  const held = { ...state, pausedTargetsMs: state.pausedTargetsMs + frame.pausedMs };
  if (values === undefined) return [held, []];
  const seen = seenStack(state, values.wish);
  const isSame = seen !== undefined && isSameCall(seen, values.wish.index, frame);
  const answer = isSame ? { frame, failure: undefined } : { frame: values.frame, failure: MOVED_ON };
  return settleStack(withValues(held, { ...values, asked: undefined, ...answer }));
}

/** Takes the news that a frame cannot be looked into. @param hasMovedOn It is not there any more. */
export function missFrame(state: UiState, number: number, hasMovedOn: boolean, reason: string): Update {
  const values = waitingValues(state, number);
  if (values === undefined) return [state, []];
  const failure = hasMovedOn ? MOVED_ON : `no more of it: ${reason}`;
  return settleStack(withValues(state, { ...values, asked: undefined, failure }));
}

/** Takes the lines of a source file, while the dump for which they were read is shown. */
export function receiveSource(state: UiState, file: string, line: number, excerpt: SourceExcerpt): Update {
  const key = sourceKey({ file, line });
  const { sources } = state.dumps.view;
  if (!sources.has(key)) return [state, []];
  return settleStack(withView(state, { sources: new Map(sources).set(key, excerpt) }));
}

function seenStack({ stack }: UiState, { threadId }: ValuesWish): SeenStack | undefined {
  const dump = shownDump(stack)?.dump;
  if (dump === undefined || typeof dump === 'string') return undefined;
  const { threads, capturedWallMs, tookMs } = dump;
  const thread = threads.find((candidate) => candidate.threadId === threadId);
  return thread === undefined ? undefined : { frames: thread.frames, seenWallMs: capturedWallMs + tookMs };
}

function waitingValues(state: UiState, number: number): FrameValues | undefined {
  return [...state.dumps.view.values.values()].find(({ asked }) => asked === number);
}

function withValues(state: UiState, values: FrameValues): UiState {
  return withView(state, { values: new Map(state.dumps.view.values).set(values.wish.frameId, values) });
}
