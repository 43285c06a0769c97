import { targetKey } from '../target.js';
import { readMonotonicMs } from './clock.js';
import { ListeningPorts } from './listening-ports.js';
import type { Machine } from './machine.js';
import type { TargetSample } from './sample.js';

// Of one poll a second that is 2 % of a CPU; a thousand processes that are all new are done in some ten polls.
const BUDGET_MS = 20;

/** What is dear to know of a process, found out little by little and remembered: its ports, and what manages it. */
export class Details {
  readonly #machine: Machine;
  readonly #ports = new ListeningPorts();

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  /**
   * The targets with what is known of their ports and managers.
   *
   * @param isThorough Whether all of it is wanted, whatever that costs: 0.2 ms for each process that is new.
   */
  addTo(targets: readonly TargetSample[], isThorough: boolean): readonly TargetSample[] {
    if (process.platform !== 'linux') return targets;
    const endMs = readMonotonicMs() + BUDGET_MS;
    const hasTime = (): boolean => isThorough || readMonotonicMs() < endMs;
    this.#ports.keepOnly(new Set(targets.map(({ target }) => targetKey(target))));
    return targets.map((target) => this.#describe(target, hasTime));
  }

  #describe(sample: TargetSample, hasTime: () => boolean): TargetSample {
    const { target, process } = sample;
    const { pid } = target;
    if (process === undefined || (!this.#machine.hasTraits(pid) && !hasTime())) return sample;
    const { managedBy, networkNamespace } = this.#machine.traitsOf(pid);
    const ports =
      networkNamespace === undefined
        ? undefined
        : this.#ports.portsOf(targetKey(target), pid, networkNamespace, hasTime);
    return { ...sample, process: { ...process, ports, managedBy } };
  }
}
