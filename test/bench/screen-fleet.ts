import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fixtureProgram } from '../support/project.js';

/** So many programs with the agent and a hundred metrics of their own. They end when their stdin does. */
export async function startFleetOf(count: number, folder: string): Promise<readonly ChildProcess[]> {
  const env = { ...process.env, NODE_TEST_CONTEXT: undefined, PORTHOLE_DIR: folder };
  const children: ChildProcess[] = [];
  for (let index = 0; index < count; index++) {
    const program = ['--import', 'porthole/register', fixtureProgram('counts'), '100'];
    const child = spawn(process.execPath, program, { env, stdio: ['pipe', 'pipe', 'ignore'] });
    if (child.stdout !== null) await once(child.stdout, 'data');
    children.push(child);
  }
  return children;
}
