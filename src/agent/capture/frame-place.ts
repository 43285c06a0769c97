import { fileURLToPath } from 'node:url';
import { type CallFrame, originOf } from '../../format/stack-dump.js';

const MAX_TEXT_LENGTH = 1000;

/** A call frame without locals. `line` and `column` count from 1. */
export function describePlace(functionName: string, file: string, line: number, column: number): CallFrame {
  const path = pathOf(file).slice(0, MAX_TEXT_LENGTH);
  return {
    functionName: functionName.slice(0, MAX_TEXT_LENGTH),
    file: path,
    line,
    column,
    origin: originOf(path),
    locals: undefined,
  };
}

function pathOf(file: string): string {
  if (!file.startsWith('file://')) return file;
  try {
    return fileURLToPath(file);
  } catch {
    return file;
  }
}
