import { formatDumpText } from '../../../format/dump-text.js';
import { printableLines } from '../../../format/printable.js';
import type { KeptDump } from '../../../model/kept-dumps.js';
import { shownDump } from '../../dumps-state.js';
import type { Update } from '../../events.js';
import type { UiState } from '../../state.js';

/** The dump that is shown, as text: what `porthole stack` prints. `undefined` while there is none. */
export function shownDumpText(state: UiState): string | undefined {
  const kept = shownDump(state.stack);
  return kept === undefined ? undefined : dumpText(kept);
}

/** Writes the dump that is shown into files, as text and as JSON. */
export function writeDump(state: UiState): Update {
  const kept = shownDump(state.stack);
  if (kept === undefined) return [{ ...state, notice: 'there is no dump here to write' }, []];
  const { pid, name, dump } = kept;
  const json = typeof dump === 'string' ? { version: 1, pid, name, text: dump } : dump;
  const snapshot = { subject: `stack-${pid}`, json, text: `${dumpText(kept)}\n` };
  return [{ ...state, notice: 'writing …' }, [{ type: 'writeSnapshot', snapshot }]];
}

function dumpText({ dump }: KeptDump): string {
  return printableLines(typeof dump === 'string' ? dump : formatDumpText(dump)).trim();
}
