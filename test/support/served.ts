import { request } from 'node:http';
import type { TestContext } from 'node:test';
import { startPorthole } from './command.js';
import type { Program, ProgramOptions } from './program.js';

/** A running `porthole serve`, on a port of its own. */
export interface Served extends Program {
  readonly url: string;
}

/** What came back. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Starts `porthole serve ARGS` and waits until it listens. */
export async function serve(t: TestContext, args: readonly string[], options: ProgramOptions = {}): Promise<Served> {
  const program = startPorthole(t, ['serve', '--port', '0', ...args], options);
  const url = (await program.line('listening on ')).slice('listening on '.length);
  return { ...program, url };
}

/** One request with any headers, those too that `fetch` keeps for itself. */
export function ask(
  url: string,
  path: string,
  {
    body: content,
    ...options
  }: { readonly method?: string; readonly headers?: Readonly<Record<string, string>>; readonly body?: string } = {},
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(new URL(path, url), { agent: false, ...options }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        body += chunk;
      });
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    outgoing.on('error', reject);
    outgoing.end(content);
  });
}

/** A JSON answer. */
export async function askJson(url: string, path: string): Promise<unknown> {
  return JSON.parse((await ask(url, path)).body);
}
