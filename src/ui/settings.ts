import type { Verbosity } from '../model/verbosity.js';
import type { ChartStyle } from './graph-view.js';
import type { KeyBinding } from './keymap.js';
import type { LayoutSettings } from './state.js';
import type { Look } from './view/styled-line.js';

/** What a person can choose of the screen. */
export interface ScreenSettings {
  readonly keys: readonly KeyBinding[];
  /** Of each look: a name of the terminal's palette, or `#rrggbb`. */
  readonly colors: Readonly<Partial<Record<Look, string>>>;
  /** `undefined`: as the terminal's characters allow. */
  readonly graphStyle: ChartStyle | undefined;
  readonly layout: LayoutSettings;
  /** Processes one by one instead of as a tree. */
  readonly isFlat: boolean;
  readonly verbosity: Verbosity;
}
