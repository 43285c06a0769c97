import { isIP } from 'node:net';
import { PortholeError } from '../../errors.js';
import { printable } from '../../format/printable.js';

/** Another machine, as ssh is told of it and as we call it. */
export interface HostName {
  /** As it was given: what ssh gets. */
  readonly destination: string;
  /** What its processes are listed under; no two hosts have the same. */
  readonly label: string;
}

// What ssh takes, without anything that it or a shell could take for something else.
const DESTINATION =
  /^(?<scheme>ssh:\/\/)?(?:(?<user>[\w.+][\w.+-]*)@)?(?<host>[\w.:][\w.:-]*|\[[\w.:%]+\])(?<port>:\d+)?$/;

/**
 * Understands `--host` arguments: `box`, `user@box`, `ssh://user@box:2222`; the same one twice is one.
 *
 * A machine is called by the first part of its name where that tells it from the others, else by the whole, else as given.
 *
 * @throws PortholeError `wrong-usage`
 */
export function parseHosts(given: readonly string[]): readonly HostName[] {
  const destinations = [...new Set(given)];
  const candidates = destinations.map((destination) => namesOf(destination));
  return destinations.map((destination, index) => {
    const own = candidates[index] ?? [];
    const isUnique = (name: string): boolean =>
      candidates.every((others, other) => other === index || !others.includes(name));
    return { destination, label: own.find(isUnique) ?? destination };
  });
}

function namesOf(destination: string): readonly string[] {
  const { scheme, host: given = '' } = DESTINATION.exec(destination)?.groups ?? {};
  // Two colons are an IPv6 address.
  if (given === '' || (scheme === undefined && /^[^:]+:\d+$/.test(given))) {
    const examples = 'box, user@box, or with a port ssh://user@box:2222';
    const message = `--host ${printable(destination)}: it takes a machine as ssh does: ${examples}`;
    throw new PortholeError('wrong-usage', message);
  }
  const host = (scheme === undefined ? given : given.replace(/:\d+$/, '')).replace(/^\[|\]$/g, '');
  const first = isIP(host) === 0 ? host.split('.', 1) : [];
  return [...first, host, destination.replace(/^ssh:\/\//, '')];
}
