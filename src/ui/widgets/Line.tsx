import { Box, Text } from 'ink';
import { memo, type ReactElement } from 'react';
import { widthOf } from '../draw/fit.js';
import type { StyledLine } from '../view/styled-line.js';
import { LOOK_PROPS } from './theme.js';

interface LineProps {
  readonly line: StyledLine;
}

/** One line of a pane. A line that says the same again is not rendered again. */
export const Line = memo(function Line({ line }: LineProps): ReactElement {
  return (
    <Box height={1} flexShrink={0}>
      {line.spans.map(({ text, look }, index) => (
        <Box key={index} width={widthOf(text)} flexShrink={0}>
          <Text {...LOOK_PROPS[look]} inverse={line.isSelected} wrap="truncate">
            {text}
          </Text>
        </Box>
      ))}
    </Box>
  );
}, isSameLine);

function isSameLine({ line: before }: LineProps, { line: after }: LineProps): boolean {
  return (
    before.isSelected === after.isSelected &&
    before.spans.length === after.spans.length &&
    before.spans.every(({ text, look }, index) => text === after.spans[index]?.text && look === after.spans[index].look)
  );
}
