import type { FrameOrigin } from '../../format/stack-dump.js';
import type { Look } from './styled-line.js';

/** How a call frame looks, by whose code it is. */
export const FRAME_LOOKS: Readonly<Record<FrameOrigin, Look>> = {
  application: 'strong',
  dependency: 'dim',
  node: 'dim',
};
