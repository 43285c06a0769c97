import type { Sample } from '../../source/sample.js';

/** Says why machines are not reached, each reason once until they are. */
export class HostTroubles {
  #said: ReadonlyMap<string, string> = new Map();

  /** A line for each that is new. */
  look({ hosts = [] }: Sample): readonly string[] {
    const reasons = hosts.flatMap(({ host, reason }) => (reason === undefined ? [] : [[host, reason] as const]));
    const news = reasons.filter(([host, reason]) => this.#said.get(host) !== reason);
    this.#said = new Map(reasons);
    return news.map(([host, reason]) => `${host}: ${reason}`);
  }
}
