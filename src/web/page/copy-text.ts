import { formatDumpText } from '../../format/dump-text.js';
import { printableLines } from '../../format/printable.js';
import type { StackDump } from '../../format/stack-dump.js';
import type { StallReport } from '../../format/stalls.js';
import { formatStallsText } from '../../format/stalls-text.js';
import type { TextDump } from './state.js';

/** A dump as `porthole stack` prints it. */
export function dumpText(dump: StackDump | TextDump): string {
  return printableLines('threads' in dump ? formatDumpText(dump) : dump.text);
}

/** Stalls as `porthole stack --stalls` prints them. */
export function stallsText(report: StallReport): string {
  return printableLines(formatStallsText(report));
}

/** Puts a text into the clipboard, also where the page is not served over HTTPS. @returns whether that was possible. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

// Browsers give their clipboard to secure pages only, and a server on another machine's address is none.
function copyBySelection(text: string): boolean {
  const area = document.createElement('textarea');
  area.value = text;
  document.body.append(area);
  area.select();
  const isDone = document.execCommand('copy');
  area.remove();
  return isDone;
}
