import { readFileSync } from 'node:fs';

const MAX_AGE_MS = 60_000;

let names: ReadonlyMap<number, string> = new Map();
let readAtMs = Number.NEGATIVE_INFINITY;

/** The name of a user as `/etc/passwd` has it (read once a minute), else its number. */
export function userNameOf(uid: number): string {
  const nowMs = performance.now();
  if (nowMs - readAtMs > MAX_AGE_MS) {
    names = readUsers();
    readAtMs = nowMs;
  }
  return names.get(uid) ?? String(uid);
}

/** A user in one word for a sentence: `alice (uid 1000)`. */
export function describeUser(uid: number): string {
  const name = userNameOf(uid);
  return name === String(uid) ? `uid ${uid}` : `${name} (uid ${uid})`;
}

function readUsers(): ReadonlyMap<number, string> {
  try {
    return parseUsers(readFileSync('/etc/passwd', 'utf8'));
  } catch {
    return names;
  }
}

/** Reads `/etc/passwd`. Where two names have one number, the first is it. */
export function parseUsers(text: string): ReadonlyMap<number, string> {
  const users = text.split('\n').flatMap((line): [number, string][] => {
    const [name = '', , uid = ''] = line.split(':');
    return name !== '' && /^\d+$/.test(uid) ? [[Number(uid), name]] : [];
  });
  return new Map(users.toReversed());
}
