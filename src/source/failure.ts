import { statSync } from 'node:fs';
import { messageOf, systemCodeOf } from '../errors.js';

/** Why a path could not be opened. */
export interface Failure {
  /** There is nothing: it was never made, or has been removed. */
  readonly isAbsent: boolean;
  readonly isForbidden: boolean;
  /** One line, with the cure where there is one. */
  readonly reason: string;
}

/** Says what a system error means for a path: who owns it, who we are, and what helps. */
export function describeFailure(path: string, thrown: unknown): Failure {
  switch (systemCodeOf(thrown)) {
    case 'ENOENT':
      return { isAbsent: true, isForbidden: false, reason: `${path}: there is nothing` };
    case 'EACCES':
    case 'EPERM':
      return { isAbsent: false, isForbidden: true, reason: describeForbidden(path) };
    case 'ELOOP':
      return { isAbsent: false, isForbidden: false, reason: `${path}: a symbolic link, which is not followed` };
    case 'ENOTDIR':
      return { isAbsent: false, isForbidden: false, reason: `${path}: not a folder` };
    case 'EMFILE':
    case 'ENFILE':
      return {
        isAbsent: false,
        isForbidden: false,
        reason: `${path}: too many open files: raise the limit (ulimit -n)`,
      };
    default:
      return { isAbsent: false, isForbidden: false, reason: `${path}: ${messageOf(thrown)}` };
  }
}

function describeForbidden(path: string): string {
  const you = `you are uid ${process.getuid?.() ?? '?'}`;
  try {
    return `${path}: owned by uid ${statSync(path).uid}, ${you}: run as that user or root`;
  } catch {
    return `${path}: in a folder that is not open to you, ${you}: run as its owner or root`;
  }
}
