import type { TextProps } from 'ink';
import type { Look } from '../view/styled-line.js';

/** Colours of the terminal's own palette, so that they fit its background. */
export const LOOK_PROPS: Readonly<Record<Look, TextProps>> = {
  plain: {},
  dim: { dimColor: true },
  strong: { bold: true },
  heading: { dimColor: true, underline: true },
  accent: { color: 'cyan' },
  good: { color: 'green' },
  warning: { color: 'yellow', bold: true },
  bad: { color: 'red' },
  graph: { color: 'green' },
  graph2: { color: 'cyan' },
  graph3: { color: 'yellow' },
  graph4: { color: 'magenta' },
  graph5: { color: 'blue' },
};

/** The frame of the pane in which the keyboard is. */
export const FOCUSED_FRAME: TextProps = { color: 'cyan' };
export const QUIET_FRAME: TextProps = { dimColor: true };
