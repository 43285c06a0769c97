import { messageOf, PortholeError } from '../../errors.js';
import type { Sample } from '../../format/sample.js';
import { routeToHosts } from '../console-exchange.js';
import { parseSourceExcerpt, readSource, type SourceExcerpt, type SourcePlace } from '../read-source.js';
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

  /** The lines of a source file around a place, wherever its process runs, or why they cannot be had. Never rejects. */
  async readSource(place: SourcePlace): Promise<SourceExcerpt> {
    const { host, pid, file, line } = place;
    if (host === undefined) return await readSource(place);
    try {
      const answer = await this.#hosts.get(host)?.readSource(pid, file, line);
      const excerpt = answer === undefined ? undefined : parseSourceExcerpt(JSON.parse(answer.toString('utf8')));
      return excerpt ?? { state: 'missing', reason: `the file is on ${host}, which does not tell it` };
    } catch (thrown) {
      return { state: 'missing', reason: messageOf(thrown) };
    }
  }

  /** Ends all connections. */
  [Symbol.dispose](): void {
    for (const host of this.#hosts.values()) host.close();
    routeToHosts(undefined);
  }
}
