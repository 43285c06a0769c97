import { PortholeError } from '../errors.js';
import type { StallReport } from '../format/stalls.js';
import { requestStalls } from './console-client.js';
import type { TargetSample } from './sample.js';
import { readStallsFile } from './stalls-file.js';

/**
 * The stalls of a process: it is asked while it lives; of one that has ended, what it has left in its file.
 *
 * @throws PortholeError `not-found` when it has left nothing or cannot be asked; else as `requestStalls`.
 */
export async function readStalls(target: TargetSample): Promise<StallReport> {
  if (target.state !== 'ended' && target.socket !== undefined) return await requestStalls(target.socket);
  // The paths of a process of another machine mean nothing here.
  const left = target.target.host === undefined ? readStallsFile(target) : undefined;
  if (left !== undefined) return left.report;
  const reason = target.state === 'ended' ? 'it has ended, and left no stalls' : 'it has no socket to ask';
  throw new PortholeError('not-found', reason);
}
