import { statSync } from 'node:fs';
import { messageOf, systemCodeOf } from '../errors.js';
import { describeUser, userNameOf } from './users.js';

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
      return { isAbsent: true, isForbidden: false, reason: `${path}: there is no such file or folder` };
    case 'EACCES':
    case 'EPERM':
      return { isAbsent: false, isForbidden: true, reason: describeForbidden(path) };
    case 'ELOOP':
      return { isAbsent: false, isForbidden: false, reason: `${path}: a symbolic link, which is not followed` };
    case 'ENOTDIR':
      return { isAbsent: false, isForbidden: false, reason: `${path}: not a folder` };
    case 'EISDIR':
      return { isAbsent: false, isForbidden: false, reason: `${path}: a folder, not a file` };
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

/** Why a path is not open to us, and the cure: `not permitted: /x is owned by alice (uid 1000), you are bob (uid 1001): …`. */
export function describeForbidden(path: string): string {
  const uid = process.getuid?.() ?? 0;
  const owner = ownerOf(path);
  const whose = owner === undefined ? 'is in a folder that is not open to you' : `is owned by ${describeUser(owner)}`;
  return `not permitted: ${path} ${whose}, you are ${describeUser(uid)}: ${describeCure(uid, owner)}`;
}

function describeCure(uid: number, owner: number | undefined): string {
  if (uid === 0) return 'even root needs the capability CAP_SYS_PTRACE here: run porthole outside of the container';
  if (owner === undefined || owner === 0) return 'sudo porthole';
  const name = userNameOf(owner);
  return `sudo porthole, or sudo -u ${name === String(owner) ? `'#${name}'` : name} porthole`;
}

function ownerOf(path: string): number | undefined {
  try {
    return statSync(path).uid;
  } catch {
    return undefined;
  }
}
