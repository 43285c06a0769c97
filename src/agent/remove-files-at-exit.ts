import { isMainThread } from 'node:worker_threads';
import { atStop } from './at-stop.js';
import { recordFatalError } from './identity-fields.js';
import { removeOwnFiles, unlinkOrLeave } from './own-files.js';
import type { StatsFile } from './stats-file.js';

/** Removes this thread's files when it ends by itself; those of a crash stay, with the exception that nobody caught. */
export function removeFilesAtExit(folder: string, file: StatsFile): void {
  let hasCrashed = false;
  const onUncaught = (error: unknown): void => {
    if (hasCrashed) return;
    hasCrashed = process.listenerCount('uncaughtException') === 0 && !process.hasUncaughtExceptionCaptureCallback();
    if (hasCrashed) recordFatalError(file, error);
  };
  const onExit = (): void => {
    if (hasCrashed) return;
    if (isMainThread) removeOwnFiles(folder);
    else unlinkOrLeave(file.path);
  };
  process.on('uncaughtExceptionMonitor', onUncaught);
  process.on('exit', onExit);
  atStop(() => process.off('uncaughtExceptionMonitor', onUncaught).off('exit', onExit));
}
