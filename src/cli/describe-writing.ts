import { messageOf, systemCodeOf } from '../errors.js';

/** Why something could not be written to a file that was open, in a few words. */
export function describeWriting(thrown: unknown): string {
  switch (systemCodeOf(thrown)) {
    case 'ENOSPC':
      return 'the disk is full';
    case 'EDQUOT':
      return 'the quota is used up';
    case 'EFBIG':
      return 'it may not become larger';
    default:
      return messageOf(thrown);
  }
}
