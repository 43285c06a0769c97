import { Box, Text } from 'ink';
import { memo, type ReactElement } from 'react';
import { shorten, widthOf } from '../draw/fit.js';
import type { Rect } from '../view/layout.js';
import type { PaneView } from '../view/styled-line.js';
import { Line } from './Line.js';
import { FOCUSED_FRAME, QUIET_FRAME } from './theme.js';

/** The characters of a frame; the heavy one shows the focus without colour too. */
const LIGHT = { horizontal: '─', vertical: '│', corners: ['╭', '╮', '╰', '╯'] } as const;
const HEAVY = { horizontal: '━', vertical: '┃', corners: ['┏', '┓', '┗', '┛'] } as const;

/** A pane's lines in a frame with its title; lines that do not fit are left out. */
export function Frame({ rect, view }: { readonly rect: Rect; readonly view: PaneView }): ReactElement {
  const rows = Math.max(0, rect.height - 2);
  return (
    <Box width={rect.width} height={rect.height} flexDirection="column" flexShrink={0}>
      <TopEdge width={rect.width} title={view.title} note={view.note} isFocused={view.isFocused} />
      <Box height={rows} flexShrink={0}>
        <SideEdge rows={rows} isFocused={view.isFocused} />
        <Box width={rect.width - 2} height={rows} flexDirection="column" flexShrink={0}>
          {view.lines.slice(0, rows).map((line, index) => (
            <Line key={index} line={line} />
          ))}
        </Box>
        <SideEdge rows={rows} isFocused={view.isFocused} />
      </Box>
      <BottomEdge width={rect.width} isFocused={view.isFocused} />
    </Box>
  );
}

interface EdgeProps {
  readonly isFocused: boolean;
}

const TopEdge = memo(function TopEdge(props: EdgeProps & { width: number; title: string; note: string }): ReactElement {
  const { horizontal, corners } = edgesOf(props);
  const note = props.note === '' ? '' : ` ${props.note} `;
  const title = ` ${shorten(props.title, props.width - 6 - widthOf(note))} `;
  const rule = horizontal.repeat(Math.max(0, props.width - 4 - widthOf(title) - widthOf(note)));
  return (
    <Text {...frameProps(props)}>
      {corners[0] + horizontal}
      <Text bold={props.isFocused} dimColor={false}>
        {title}
      </Text>
      {rule + note + horizontal + corners[1]}
    </Text>
  );
});

const SideEdge = memo(function SideEdge(props: EdgeProps & { rows: number }): ReactElement {
  const edge = Array.from({ length: props.rows }, () => edgesOf(props).vertical).join('\n');
  return (
    <Box width={1} flexShrink={0}>
      <Text {...frameProps(props)}>{edge}</Text>
    </Box>
  );
});

const BottomEdge = memo(function BottomEdge(props: EdgeProps & { width: number }): ReactElement {
  const { horizontal, corners } = edgesOf(props);
  const rule = horizontal.repeat(Math.max(0, props.width - 2));
  return <Text {...frameProps(props)}>{corners[2] + rule + corners[3]}</Text>;
});

function edgesOf({ isFocused }: EdgeProps): typeof LIGHT | typeof HEAVY {
  return isFocused ? HEAVY : LIGHT;
}

function frameProps({ isFocused }: EdgeProps): typeof FOCUSED_FRAME {
  return isFocused ? FOCUSED_FRAME : QUIET_FRAME;
}
