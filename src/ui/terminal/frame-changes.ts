const BEGIN_SYNCHRONIZED = '\x1b[?2026h';
const END_SYNCHRONIZED = '\x1b[?2026l';

/**
 * The bytes that turn one picture on the screen into the next: the changed lines only, each at its place.
 *
 * Places are absolute, so nothing that went wrong on the screen is carried on.
 *
 * @param before The lines that stand there; none: an empty screen.
 */
export function drawFrameChanges(before: readonly string[], after: readonly string[]): string {
  let changes = '';
  for (let row = 0; row < Math.max(before.length, after.length); row++) {
    const line = after[row] ?? '';
    // Erased first: behind a line that fills the row, erasing would take its last character.
    if (line !== (before[row] ?? '')) changes += `\x1b[${row + 1};1H\x1b[2K${line}`;
  }
  return changes === '' ? '' : BEGIN_SYNCHRONIZED + changes + END_SYNCHRONIZED;
}
