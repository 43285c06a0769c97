import { parseHosts } from '../source/hosts/host-name.js';
import { Hosts } from '../source/hosts/hosts.js';
import { type LookOptions, wordsOf } from './look.js';
import type { HostOptions } from './program-hosts.js';

/** The machines that were named, with the same targets and folders as here; connected to until it is disposed of. */
export function openHosts({ hosts, remoteCommand }: HostOptions, look: LookOptions): Hosts {
  return new Hosts(parseHosts(hosts), {
    command: remoteCommand ?? 'porthole',
    args: ['remote-reader', ...wordsOf(look)],
  });
}
