import type { FrameDump } from '../format/frame-dump.js';
import type { StackDump } from '../format/stack-dump.js';
import type { FrameQuestion } from '../source/console-client.js';
import type { SourceExcerpt, SourcePlace } from '../source/read-source.js';
import type { Sample, TargetSample } from '../source/sample.js';
import type { MouseInput } from './input/input-event.js';
import type { InspectionAnswer, InspectionKind } from './inspection.js';
import type { DumpTarget, OwnUse, Snapshot } from './services.js';
import type { ScreenSize, UiState } from './state.js';

/** Something that happened: the only way in which the screen changes. */
export type UiEvent =
  | { readonly type: 'sampled'; readonly sample: Sample; readonly ownUse?: OwnUse | undefined }
  | { readonly type: 'ticked'; readonly wallMs: number }
  /** `atMs`, monotonic, tells two keys that are a pair from two; without it there are no pairs. */
  | { readonly type: 'keyPressed'; readonly key: string; readonly atMs?: number }
  | { readonly type: 'mousePressed'; readonly input: MouseInput }
  | { readonly type: 'resized'; readonly size: ScreenSize }
  | { readonly type: 'dumpArrived'; readonly number: number; readonly dump: StackDump | string }
  | { readonly type: 'dumpFailed'; readonly number: number; readonly reason: string }
  | { readonly type: 'frameArrived'; readonly number: number; readonly frame: FrameDump }
  | { readonly type: 'frameMissed'; readonly number: number; readonly hasMovedOn: boolean; readonly reason: string }
  | { readonly type: 'sourceRead'; readonly file: string; readonly line: number; readonly excerpt: SourceExcerpt }
  | { readonly type: 'inspected'; readonly number: number; readonly answer: InspectionAnswer }
  | { readonly type: 'inspectFailed'; readonly number: number; readonly reason: string }
  /** Something that was ordered is done, or not: one line. */
  | { readonly type: 'answered'; readonly notice: string }
  /** What was done, or why nothing was. */
  | { readonly type: 'attachEnded'; readonly outcome: string };

/** What the outside is to do. */
export type UiEffect =
  | ({ readonly type: 'requestDump'; readonly number: number } & DumpTarget)
  | ({ readonly type: 'requestFrame'; readonly number: number; readonly question: FrameQuestion } & DumpTarget)
  | ({ readonly type: 'readSource' } & SourcePlace)
  /** A question whose answer is an `inspected` of its kind. */
  | {
      readonly type: 'inspect';
      readonly number: number;
      readonly kind: InspectionKind;
      readonly target: TargetSample;
      readonly isForced: boolean;
    }
  | { readonly type: 'attach'; readonly pid: number; readonly name: string }
  | { readonly type: 'captureMouse'; readonly isOn: boolean }
  | { readonly type: 'copy'; readonly text: string }
  | { readonly type: 'writeSnapshot'; readonly snapshot: Snapshot }
  | { readonly type: 'changeInterval'; readonly intervalMs: number }
  | { readonly type: 'repaint' }
  | { readonly type: 'suspend' }
  | { readonly type: 'quit' };

/** The next state, and what is to be done. */
export type Update = readonly [state: UiState, effects: readonly UiEffect[]];
