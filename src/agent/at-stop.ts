const undos: (() => void)[] = [];

/** Keeps what undoes something that the agent has done in this thread, for {@link undoAll}. */
export function atStop(undo: () => void): void {
  undos.push(undo);
}

/** Undoes everything, the last first; what fails does not keep the rest from being undone. Never throws. */
export function undoAll(): void {
  for (const undo of undos.splice(0).toReversed()) {
    try {
      undo();
    } catch {
      // It is gone already.
    }
  }
}
