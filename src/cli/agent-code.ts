import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Attached, attachAgent } from '../source/attach.js';

const require = createRequire(import.meta.url);

/**
 * Puts the agent of this package into a process. Should its inspector open too late, or not close, a process of ours stays
 * behind that closes it, for an hour at most.
 *
 * @throws As {@link attachAgent}.
 */
export function attachOurAgent(pid: number, isForced: boolean): Promise<Attached> {
  return attachAgent(pid, { code: readAgentCode(), isForced, onLeftOpen: leaveCloser });
}

function readAgentCode(): Parameters<typeof attachAgent>[1]['code'] {
  const folder = join(require.resolve('porthole/package.json'), '../dist');
  const read = (name: string): string => readFileSync(join(folder, 'porthole', name), 'utf8');
  // Beside the agent's own files, where a process that has our file system finds koffi and the version.
  const url = pathToFileURL(join(folder, 'src/agent/attached.js')).href;
  return { agent: read('attached.js'), worker: read('worker.js'), url };
}

function leaveCloser(pid: number, inspectorPort: number): void {
  const command = join(require.resolve('porthole/package.json'), '../bin/porthole.js');
  const args = [command, 'attach', '--close-late', String(inspectorPort), String(pid)];
  const closer = spawn(process.execPath, args, { detached: true, stdio: 'ignore' });
  closer.on('error', () => undefined);
  closer.unref();
}
