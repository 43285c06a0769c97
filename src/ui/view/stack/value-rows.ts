import type { FrameDump, Variable } from '../../../format/frame-dump.js';
import type { Local } from '../../../format/stack-dump.js';
import { hasParts, previewParts } from '../../../model/preview-parts.js';
import { formatClock } from '../../draw/axis.js';
import type { ValuesWish } from '../../dumps-state.js';
import { span } from '../styled-line.js';
import { isNodeOpen, nodeRow, openMark, plainRow, type RowContext, type StackRow } from './stack-row.js';

/** The deepest that an agent reads. */
export const MAX_VALUE_DEPTH = 5;

/** The frame whose values are shown, and where its lines stand. */
export interface ValuesPlace {
  readonly context: RowContext;
  readonly frameId: string;
  readonly threadId: number;
  readonly index: number;
  readonly owners: readonly string[];
  readonly indent: string;
}

/** A local variable of the dump; opened, what is in it: as the process says now, else as the dump's preview tells. */
export function localRows(place: ValuesPlace, local: Local): readonly StackRow[] {
  const { context, frameId, owners, indent } = place;
  const later = context.view.values.get(frameId)?.frame;
  const now = later === undefined ? undefined : findVariable(later, local.name);
  if (!hasParts(local.value) && now?.properties === undefined) {
    return [valueRow(`${frameId}/${local.name}`, place, local, undefined, 1)];
  }
  const id = `${frameId}/${local.name}`;
  const isOpen = isNodeOpen(context, id, false);
  const row = valueRow(id, place, local, isOpen, 1);
  if (!isOpen) return [row];
  const inner: ValuesPlace = { ...place, owners: [...owners, id], indent: `${indent}  ` };
  if (later !== undefined && now?.properties !== undefined) {
    const changed = now.value === local.value ? '' : `, by then ${now.value}`;
    const since = plainRow(
      `${id}#since`,
      inner.owners,
      `${inner.indent}  as it was at ${sinceText(later)}${changed}`,
      'dim',
    );
    return [row, since, ...propertyRows(inner, id, now, 2)];
  }
  const parts = previewParts(local.value).map(({ name, value }, at) =>
    valueRow(`${id}/${at}`, inner, { name, value }, undefined, 2),
  );
  return [row, ...parts, ...answerRows(inner, id)];
}

/** All scopes of the frame as the process has them now, in one node that is asked for. */
export function scopeRows(place: ValuesPlace): readonly StackRow[] {
  const { context, frameId, owners, indent } = place;
  const id = `${frameId}#scopes`;
  const isOpen = isNodeOpen(context, id, false);
  const later = context.view.values.get(frameId)?.frame;
  const wish = later === undefined ? wishOf(place, 0) : undefined;
  const title = `${indent}${openMark(isOpen)}all scopes, asked of the process now`;
  const row = nodeRow({ id, isOpen, wish }, owners, () => [span(title, 'dim')]);
  if (!isOpen) return [row];
  const inner: ValuesPlace = { ...place, owners: [...owners, id], indent: `${indent}  ` };
  if (later === undefined) return [row, ...answerRows(inner, id)];
  const scopes = later.scopes.flatMap((scope, at): readonly StackRow[] => {
    const name = scope.name === '' ? scope.type : `${scope.type} of ${scope.name}`;
    const heading = plainRow(`${id}/${at}`, inner.owners, `${inner.indent}  ${name} at ${sinceText(later)}:`, 'dim');
    const whole: Variable = { name, value: '', properties: scope.variables, propertyCount: scope.variableCount };
    return [heading, ...propertyRows({ ...inner, indent: `${inner.indent}  ` }, `${id}/${at}`, whole, 1)];
  });
  return [row, ...scopes];
}

function propertyRows(place: ValuesPlace, id: string, variable: Variable, level: number): readonly StackRow[] {
  const { properties = [], propertyCount = properties.length } = variable;
  const rows = properties.flatMap((property, at) => nestedRows(place, `${id}/${at}`, property, level));
  const hidden = propertyCount - properties.length;
  if (hidden <= 0) return rows;
  return [...rows, plainRow(`${id}#more`, place.owners, `${place.indent}  … ${hidden} more`, 'dim')];
}

function nestedRows(place: ValuesPlace, id: string, variable: Variable, level: number): readonly StackRow[] {
  const { context, owners, indent } = place;
  const isEmpty = variable.properties?.length === 0 || !(variable.properties || hasParts(variable.value));
  if (isEmpty) return [valueRow(id, place, variable, undefined, level)];
  const isOpen = isNodeOpen(context, id, false);
  const row = valueRow(id, place, variable, isOpen, level);
  if (!isOpen) return [row];
  const inner: ValuesPlace = { ...place, owners: [...owners, id], indent: `${indent}  ` };
  if (variable.properties !== undefined) return [row, ...propertyRows(inner, id, variable, level + 1)];
  return [row, ...answerRows(inner, id, level)];
}

// Where more was asked for and is not here: that it is on its way, or why it does not come.
function answerRows({ context, frameId, owners, indent }: ValuesPlace, id: string, level = 1): readonly StackRow[] {
  const values = context.view.values.get(frameId);
  if (values === undefined) return [];
  const text =
    values.asked !== undefined
      ? 'asking the process …'
      : (values.failure ??
        (level > MAX_VALUE_DEPTH ? 'that is as deep as one can look' : 'the process gave no more of it'));
  return [plainRow(`${id}#answer`, owners, `${indent}  ${text}`, 'dim')];
}

function valueRow(id: string, place: ValuesPlace, local: Local, isOpen: boolean | undefined, level: number): StackRow {
  const { name, value } = local;
  const spans: StackRow['spans'] = () => [
    span(`${place.indent}${openMark(isOpen)}`, 'dim'),
    span(name === '' ? '' : `${name}: `, 'accent'),
    span(value),
  ];
  const { owners } = place;
  if (isOpen === undefined) return { id, owners, node: undefined, source: undefined, spans };
  return nodeRow({ id, isOpen, wish: wishOf(place, level) }, owners, spans);
}

// One level more than is opened, so that what can be opened next is known.
function wishOf({ context, frameId, threadId, index }: ValuesPlace, level: number): ValuesWish | undefined {
  const values = context.view.values.get(frameId);
  const isKnown = values?.frame !== undefined && values.failure === undefined && values.wish.depth >= level;
  if (level > MAX_VALUE_DEPTH || isKnown) return undefined;
  return { frameId, threadId, index, depth: Math.min(MAX_VALUE_DEPTH, level + 1) };
}

function findVariable({ scopes }: FrameDump, name: string): Variable | undefined {
  for (const { variables } of scopes) {
    const found = variables.find((variable) => variable.name === name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function sinceText({ capturedWallMs, frame }: FrameDump): string {
  return `${formatClock(capturedWallMs)}, in line ${frame.line}`;
}
