import { readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { parseStackDump, type StackDump, type ThreadDump } from '../../src/format/stack-dump.js';
import { decodeStats, type StatsField } from '../../src/format/stats-decode.js';
import { formatSocketName } from '../../src/target.js';
import { type Program, type ProgramOptions, startProgram } from './program.js';
import { fixtureProgram, projectFolder } from './project.js';
import { temporaryFolder } from './temporary-folder.js';
import { until } from './until.js';

/** The module that `node --import` takes. */
export const registerModule = join(projectFolder, 'dist/src/register.js');

/** A program with the agent in it, and the folder in which it writes. */
export interface Inspected extends Program {
  readonly folder: string;
  readonly socket: string;
}

/** Starts a fixture program with the agent in a folder of its own, and waits for its `READY`. */
export async function startInspected(
  t: TestContext,
  fixture: string,
  options: ProgramOptions & { readonly args?: readonly string[]; readonly flags?: readonly string[] } = {},
): Promise<Inspected> {
  const folder = options.env?.['PORTHOLE_DIR'] ?? temporaryFolder(t);
  const args = [...(options.flags ?? []), '--import', registerModule, fixtureProgram(fixture), ...(options.args ?? [])];
  const program = startProgram(t, args, { ...options, env: { ...options.env, PORTHOLE_DIR: folder } });
  await program.line('READY');
  return { ...program, folder, socket: join(folder, formatSocketName(program.pid)) };
}

/** As {@link startInspected}, and its socket console answers. */
export async function startAnswering(
  t: TestContext,
  fixture: string,
  options: Parameters<typeof startInspected>[2] = {},
): Promise<Inspected> {
  const program = await startInspected(t, fixture, options);
  await until('the console answers', () =>
    askConsole(program.socket, '/info').then(
      () => true,
      () => false,
    ),
  );
  return program;
}

/** The stats files in a folder. */
export function listStats(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.mmstats'))
    .map((name) => join(folder, name));
}

/** The fields of a stats file, by label. */
export type Fields = ReadonlyMap<string, StatsField>;

/** The fields of every stats file in a folder. */
export function readAllFields(folder: string): readonly Fields[] {
  return listStats(folder).map((path) => {
    const { fields, brokenReason } = decodeStats(readFileSync(path));
    if (brokenReason !== undefined) throw new Error(brokenReason);
    return new Map(fields.map((field) => [field.label, field]));
  });
}

/** The fields of the one stats file in a folder. */
export function readFields(folder: string): Fields {
  const [fields] = readAllFields(folder);
  if (fields === undefined) throw new Error(`no stats file in ${folder}`);
  return fields;
}

/** One HTTP request over the socket. */
export function askConsole(
  socketPath: string,
  path: string,
  method = 'GET',
): Promise<{ readonly status: number; readonly body: unknown }> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ socketPath, path, method }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) }));
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}

/** A stack dump as a reader gets it. */
export async function requestDump(socketPath: string, query = ''): Promise<StackDump> {
  const { body } = await askConsole(socketPath, `/threads${query}`);
  const dump = parseStackDump(body);
  if (dump === undefined) throw new Error(`no dump: ${JSON.stringify(body)}`);
  return dump;
}

/** The main thread of a dump. */
export async function dumpMain(socketPath: string, query = ''): Promise<ThreadDump> {
  const [main] = (await requestDump(socketPath, query)).threads;
  if (main === undefined) throw new Error('a dump without threads');
  return main;
}

/** What a client gets that connects, sends `text` (by default nothing) and reads to the end. */
export function readSocket(socketPath: string, text = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = connect(socketPath, () => socket.write(text));
    socket.on('data', (chunk) => {
      received += chunk.toString();
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(received));
  });
}
