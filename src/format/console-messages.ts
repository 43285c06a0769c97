import { isPlainObject } from './json.js';

/** The version of every JSON message of the socket console. */
export const CONSOLE_VERSION = 1;

/** A client that has sent nothing for this long gets the text dump, as socketconsole's clients expect. */
export const SILENT_CLIENT_MS = 200;

/** `GET /info`: who answers. */
export interface AgentInfo {
  readonly version: typeof CONSOLE_VERSION;
  readonly pid: number;
  readonly name: string;
  readonly nodeVersion: string;
  readonly agentVersion: string;
  readonly startedWallMs: number;
  readonly commandLine: readonly string[];
  readonly statsFiles: readonly string[];
}

/** `POST /detach`: the agent has left the process. */
export interface Detached {
  readonly version: typeof CONSOLE_VERSION;
  readonly pid: number;
  readonly detached: true;
}

/** The body of every answer that is not 200. */
export interface ConsoleError {
  readonly version: typeof CONSOLE_VERSION;
  readonly error: string;
}

/** Reads the answer of `/info`; `undefined` when it is something else. */
export function parseAgentInfo(value: unknown): AgentInfo | undefined {
  if (!isPlainObject(value) || value['version'] !== CONSOLE_VERSION) return undefined;
  const { pid, name, nodeVersion, agentVersion, startedWallMs, commandLine, statsFiles } = value;
  if (typeof pid !== 'number' || typeof name !== 'string' || typeof nodeVersion !== 'string') return undefined;
  if (typeof agentVersion !== 'string' || typeof startedWallMs !== 'number') return undefined;
  if (!isTextList(commandLine) || !isTextList(statsFiles)) return undefined;
  return { version: CONSOLE_VERSION, pid, name, nodeVersion, agentVersion, startedWallMs, commandLine, statsFiles };
}

/** The `error` of a {@link ConsoleError}; `undefined` when it is something else. */
export function parseConsoleError(value: unknown): string | undefined {
  return isPlainObject(value) && typeof value['error'] === 'string' ? value['error'] : undefined;
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
