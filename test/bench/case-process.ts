import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { CaseAnswer, CaseRequest } from './case-messages.js';

export const caseProgram = fileURLToPath(new URL('./case-program.js', import.meta.url));

/** One case in a process of its own, so that no other changes how the engine optimises it. */
export class CaseProcess {
  readonly #child: ChildProcess;
  readonly #ended: Promise<never>;
  #stderr = '';

  constructor(library: string, name: string) {
    this.#child = fork(caseProgram, [library, name], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: [] });
    this.#child.stderr?.on('data', (chunk: Buffer) => {
      this.#stderr += chunk.toString();
    });
    this.#ended = once(this.#child, 'close').then(() => {
      throw new Error(/^\w*Error.*$/m.exec(this.#stderr)?.[0] ?? 'its process ended');
    });
    // It ends when it is closed, and then nobody waits for it.
    this.#ended.catch(() => undefined);
  }

  /** Rejects, with what the process said, when it has ended. */
  async request(request: CaseRequest): Promise<CaseAnswer> {
    this.#child.send(request);
    const [answer] = (await Promise.race([once(this.#child, 'message'), this.#ended])) as [CaseAnswer];
    return answer;
  }

  close(): void {
    this.#child.kill();
  }
}
