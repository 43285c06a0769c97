import { PortholeError } from '../../errors.js';
import type { Sample } from '../../format/sample.js';
import { routeToHosts } from '../console-exchange.js';
import { Host } from './host.js';
import type { HostName } from './host-name.js';
import type { RemoteCommand } from './ssh-command.js';

/** All other machines whose processes are shown beside those of this one. */
export class Hosts implements Disposable {
  readonly #hosts: ReadonlyMap<string, Host>;

  constructor(names: readonly HostName[], command: RemoteCommand) {
    this.#hosts = new Map(names.map((name) => [name.label, new Host(name, command)]));
    routeToHosts(async (label, socket, request, deadlineMs) => {
      const answer = await this.#hosts.get(label)?.exchange(socket, request, deadlineMs);
      if (answer === undefined)
        throw new PortholeError('connection-lost', `${label}: no connection just now: try again`);
      return answer;
    });
  }

  /**
   * The samples with what is known of the other machines. Each asks them for the next: what they answer is in the one
   * after it, with the moment at which they looked.
   */
  async *addTo(samples: AsyncIterable<Sample>): AsyncGenerator<Sample, void, void> {
    for await (const sample of samples) {
      const looks = [...this.#hosts.values()].map((host) => host.look());
      for (const host of this.#hosts.values()) host.requestSample();
      yield {
        ...sample,
        targets: [...sample.targets, ...looks.flatMap(({ targets }) => targets)],
        searched: [...sample.searched, ...looks.flatMap(({ searched }) => searched)],
        hosts: looks.map(({ reading }) => reading),
      };
    }
  }

  /** Ends all connections. */
  [Symbol.dispose](): void {
    for (const host of this.#hosts.values()) host.close();
    routeToHosts(undefined);
  }
}
