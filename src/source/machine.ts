import { readdirSync } from 'node:fs';
import { readMonotonicMs } from './clock.js';
import { Executables } from './executables.js';
import { OpenFiles } from './open-files.js';
import type { InnerProgram } from './pid-translation.js';
import { readProcLink } from './proc-files.js';
import { type ProcessLook, readProcess } from './process-info.js';
import { nameProcess } from './process-name.js';
import { type Program, type ProgramTraits, readProgram, readTraits, runtimeOfCommand } from './program.js';
import { listProcessesByPs } from './ps.js';

/** What is remembered of a pid. */
interface Remembered {
  /** When we first met it: soon after it begins, a process may become another program. */
  metAtMs: number;
  /** `undefined`: neither Node nor Python. */
  program: Program | undefined;
  look: ProcessLook | undefined;
  /** Of which look; the same is not read twice. */
  lookTurn: number;
  traits: ProgramTraits | undefined;
  name: string | undefined;
}

// A shell that starts a program, and a program that gives itself a title, do so within this time.
const YOUNG_MS = 10_000;
// An older process is read anew once in so many looks.
const TURNS_UNTIL_READ_ANEW = 16;

/**
 * The processes of this machine, remembered from one look to the next.
 *
 * Only a process that is new is read in full; of one that is known, what
 * changes all the time. Command line and user are read again now and then.
 *
 * Cost of a look: one listing of `/proc`, and a small read for each process that is asked for; on macOS one `ps`.
 */
export class Machine {
  /** `undefined` where there is no such thing (macOS). */
  readonly ownMountNamespace = readProcLink(process.pid, 'ns/mnt');
  readonly #executables = new Executables();
  readonly #known = new Map<number, Remembered>();
  readonly #files: OpenFiles;
  #turn = 0;
  #nowMs = 0;

  constructor(files = new OpenFiles()) {
    this.#files = files;
  }

  /**
   * Begins a new look.
   *
   * @param isWhole Whether {@link programs} will be asked for.
   */
  refresh(isWhole: boolean): void {
    this.#turn += 1;
    this.#nowMs = readMonotonicMs();
    if (!isWhole) this.#forgetUnasked();
    else if (process.platform === 'linux') this.#refreshFromProc();
    else this.#refreshFromPs();
  }

  /** All Node and Python processes but this one, by pid. */
  get programs(): readonly Program[] {
    const found = [...this.#known.values()].flatMap(({ program }) => program ?? []);
    return found.filter(({ pid }) => pid !== process.pid).toSorted((a, b) => a.pid - b.pid);
  }

  /** What a pid is in this look. */
  look(pid: number): ProcessLook {
    const known = this.#remember(pid);
    if (known.look !== undefined && known.lookTurn === this.#turn) return known.look;
    const before = known.look;
    const look = readProcess(pid, this.#isDue(pid, known) ? undefined : before, this.#files);
    if (!isSameProgram(before, look)) {
      [known.traits, known.name] = [undefined, undefined];
      if (before !== undefined) known.metAtMs = this.#nowMs;
    }
    [known.look, known.lookTurn] = [look, this.#turn];
    return look;
  }

  /** @see readTraits */
  traitsOf(pid: number): ProgramTraits {
    this.look(pid);
    const known = this.#remember(pid);
    known.traits ??= readTraits(pid);
    return known.traits;
  }

  /** Whether {@link traitsOf} would cost nothing. */
  hasTraits(pid: number): boolean {
    return this.#known.get(pid)?.traits !== undefined;
  }

  /** What a program without the agent is called. */
  nameOf({ pid, executable }: Program, commandLine: readonly string[]): string {
    const { environment } = this.traitsOf(pid);
    const known = this.#remember(pid);
    known.name ??= nameProcess({ pid, commandLine, executable, environment });
    return known.name;
  }

  /** The programs of other namespaces by the pid they know themselves by, as far as {@link traitsOf} was asked of them. */
  listInner(): ReadonlyMap<number, readonly InnerProgram[]> {
    const inner = new Map<number, InnerProgram[]>();
    for (const [pid, { program, traits, look }] of this.#known) {
      if (program === undefined || traits === undefined) continue;
      const { innerPid, mountNamespace } = traits;
      if (innerPid === pid && mountNamespace === this.ownMountNamespace) continue;
      const startTicks = look !== undefined && 'startTicks' in look ? look.startTicks : undefined;
      inner.set(innerPid, [...(inner.get(innerPid) ?? []), { pid, innerPid, mountNamespace, startTicks }]);
    }
    return inner;
  }

  #refreshFromProc(): void {
    const pids = listPids();
    const living = new Set(pids);
    for (const pid of this.#known.keys()) if (!living.has(pid)) this.#known.delete(pid);
    for (const pid of pids) {
      const known = this.#known.get(pid);
      if (known !== undefined && !this.#isDue(pid, known)) continue;
      this.#remember(pid).program = readProgram(pid, this.#executables);
    }
  }

  #refreshFromPs(): void {
    const lines = listProcessesByPs();
    const living = new Set(lines.map(({ pid }) => pid));
    for (const pid of this.#known.keys()) if (!living.has(pid)) this.#known.delete(pid);
    for (const { pid, look } of lines) {
      const known = this.#remember(pid);
      [known.look, known.lookTurn] = [look, this.#turn];
      const first = 'reading' in look ? (look.reading.commandLine[0] ?? '') : '';
      const runtime = runtimeOfCommand(first, this.#executables);
      known.program = runtime === undefined ? undefined : { pid, runtime, executable: undefined };
    }
  }

  #forgetUnasked(): void {
    for (const [pid, { lookTurn }] of this.#known) if (lookTurn < this.#turn - 1) this.#known.delete(pid);
  }

  #isDue(pid: number, { metAtMs, look }: Remembered): boolean {
    if ((pid + this.#turn) % TURNS_UNTIL_READ_ANEW === 0) return true;
    const knownForMs = this.#nowMs - metAtMs;
    const ageMs = look !== undefined && 'reading' in look ? Date.now() - look.reading.startedWallMs : 0;
    return Math.max(knownForMs, ageMs) < YOUNG_MS;
  }

  #remember(pid: number): Remembered {
    let known = this.#known.get(pid);
    if (known === undefined) {
      known = {
        metAtMs: this.#nowMs,
        program: undefined,
        look: undefined,
        lookTurn: 0,
        traits: undefined,
        name: undefined,
      };
      this.#known.set(pid, known);
    }
    return known;
  }
}

function isSameProgram(before: ProcessLook | undefined, now: ProcessLook): boolean {
  if (before === undefined || !('reading' in before) || !('reading' in now)) return false;
  const [a, b] = [before.reading.commandLine, now.reading.commandLine];
  return before.startTicks === now.startTicks && a.length === b.length && a.every((word, index) => word === b[index]);
}

function listPids(): readonly number[] {
  try {
    return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));
  } catch {
    return [];
  }
}
