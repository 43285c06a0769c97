import { readFileSync } from 'node:fs';
import { messageOf, PortholeError } from '../errors.js';
import { isPlainObject } from '../format/json.js';

/** What a configuration file of `serve` may say; what it does not say is as without it. */
export interface ServeConfig {
  readonly port?: number;
  readonly host?: string;
  readonly token?: string;
  readonly dirs?: readonly string[];
  readonly targets?: readonly string[];
}

const KEYS = ['port', 'host', 'token', 'dirs', 'targets'];

/** Reads a JSON file such as `{"port": 9464, "targets": ["api*"]}`. @throws PortholeError `wrong-usage`, and says what is wrong. */
export function readServeConfig(path: string): ServeConfig {
  const value = parseFile(path);
  if (!isPlainObject(value)) throw wrong(path, 'it holds no object');
  const unknown = Object.keys(value).find((key) => !KEYS.includes(key));
  if (unknown !== undefined) throw wrong(path, `${unknown} means nothing; there are ${KEYS.join(' ')}`);
  const { port, host, token, dirs, targets } = value;
  return {
    ...(port === undefined ? {} : { port: checkPort(path, port) }),
    ...(host === undefined ? {} : { host: checkText(path, 'host', host) }),
    ...(token === undefined ? {} : { token: checkText(path, 'token', token) }),
    ...(dirs === undefined ? {} : { dirs: checkTexts(path, 'dirs', dirs) }),
    ...(targets === undefined ? {} : { targets: checkTexts(path, 'targets', targets) }),
  };
}

function parseFile(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (thrown) {
    throw wrong(path, messageOf(thrown).replace(`, open '${path}'`, ''), thrown);
  }
}

function checkPort(path: string, value: unknown): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 65_535) return value;
  throw wrong(path, 'port is a number from 0 to 65535');
}

function checkText(path: string, key: string, value: unknown): string {
  if (typeof value === 'string' && value !== '') return value;
  throw wrong(path, `${key} is a text`);
}

function checkTexts(path: string, key: string, value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.map((each: unknown) => checkText(path, `each of ${key}`, each));
  throw wrong(path, `${key} is a list of texts`);
}

function wrong(path: string, what: string, cause?: unknown): PortholeError {
  return new PortholeError('wrong-usage', `${path}: ${what}`, { cause });
}
