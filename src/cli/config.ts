import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { messageOf, PortholeError, systemCodeOf } from '../errors.js';
import { isPlainObject } from '../format/json.js';
import { DEFAULT_VERBOSITY, VERBOSITIES, type Verbosity } from '../model/verbosity.js';
import { chooseKeys, defaultKeys, isCommand, type KeyChoice } from '../ui/configured-keys.js';
import type { ChartStyle } from '../ui/graph-view.js';
import type { ScreenSettings } from '../ui/settings.js';
import { DEFAULT_LAYOUT, type LayoutSettings } from '../ui/state.js';
import { COLOR_NAMES, DEFAULT_COLORS, isColor, isLook } from '../ui/terminal/palette.js';
import type { Io } from './io.js';

/** The configuration file: JSON, every part of it optional. */
export interface Config {
  /** How often samples are taken. */
  readonly intervalMs: number;
  readonly mouse: boolean;
  readonly graph: ChartStyle | 'auto';
  readonly characters: 'auto' | 'unicode' | 'ascii';
  /** Processes below their program, or one by one. */
  readonly list: 'tree' | 'flat';
  readonly verbosity: Verbosity;
  readonly colors: ScreenSettings['colors'];
  readonly keys: KeyChoice;
  readonly layout: LayoutSettings;
}

export const GRAPH_STYLES = ['auto', 'line', 'braille', 'ascii'] as const;
const CHARACTERS = ['auto', 'unicode', 'ascii'] as const;
const LISTS = ['tree', 'flat'] as const;
const MIN_INTERVAL_MS = 100;
const MAX_INTERVAL_MS = 3_600_000;

/** What holds where the file says nothing. */
export function defaultConfig(): Config {
  return {
    intervalMs: 1000,
    mouse: true,
    graph: 'auto',
    characters: 'auto',
    list: 'tree',
    verbosity: DEFAULT_VERBOSITY,
    colors: DEFAULT_COLORS,
    keys: defaultKeys(),
    layout: DEFAULT_LAYOUT,
  };
}

/** Where the configuration file is looked for. */
export function configPath(env: Io['env']): string {
  const folder = env['XDG_CONFIG_HOME'] ?? '';
  return join(folder === '' ? join(homedir(), '.config') : folder, 'porthole', 'config.json');
}

/**
 * The configuration; the default one where there is no file.
 *
 * @throws PortholeError `wrong-usage` for a file that cannot be read or that says something it may not say.
 */
export function readConfig(env: Io['env']): Config {
  const path = configPath(env);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (thrown) {
    if (systemCodeOf(thrown) === 'ENOENT' || systemCodeOf(thrown) === 'ENOTDIR') return defaultConfig();
    throw new PortholeError('wrong-usage', `${path}: ${messageOf(thrown)}`, { cause: thrown });
  }
  try {
    return parseConfig(JSON.parse(text));
  } catch (thrown) {
    throw new PortholeError('wrong-usage', `${path}: ${messageOf(thrown)}`, { cause: thrown });
  }
}

/** What the screen is to know of a configuration. */
export function screenSettings(config: Config, graph: Config['graph']): ScreenSettings {
  const { colors, keys, layout, verbosity } = config;
  const graphStyle = graph === 'auto' ? undefined : graph;
  return { keys: chooseKeys(keys), colors, graphStyle, layout, isFlat: config.list === 'flat', verbosity };
}

/** Whether the terminal shows ASCII only, by its locale: one that says nothing is taken for UTF-8, as all are today. */
export function isAsciiTerminal(env: Io['env'], characters: Config['characters']): boolean {
  if (characters !== 'auto') return characters === 'ascii';
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find((value) => (value ?? '') !== '');
  return locale !== undefined && !/utf-?8/i.test(locale);
}

/** @throws Error that names the part that is wrong, and what may stand there. */
function parseConfig(given: unknown): Config {
  if (!isPlainObject(given)) throw new Error('it must be an object: {"intervalMs": 1000}');
  const standard = defaultConfig();
  for (const name of Object.keys(given)) {
    if (!(name in standard)) throw new Error(`"${name}" means nothing; there are ${Object.keys(standard).join(', ')}`);
  }
  return {
    intervalMs: numberIn(given, 'intervalMs', MIN_INTERVAL_MS, MAX_INTERVAL_MS) ?? standard.intervalMs,
    mouse: booleanIn(given, 'mouse') ?? standard.mouse,
    graph: oneOf(given, 'graph', GRAPH_STYLES) ?? standard.graph,
    characters: oneOf(given, 'characters', CHARACTERS) ?? standard.characters,
    list: oneOf(given, 'list', LISTS) ?? standard.list,
    verbosity: oneOf(given, 'verbosity', VERBOSITIES) ?? standard.verbosity,
    colors: { ...standard.colors, ...parseColors(given['colors']) },
    keys: { ...standard.keys, ...parseKeys(given['keys']) },
    layout: { ...standard.layout, ...parseLayout(given['layout']) },
  };
}

function parseColors(given: unknown): Config['colors'] {
  const colors: Record<string, string> = {};
  for (const [look, color] of entriesOf(given, 'colors')) {
    if (!isLook(look)) throw new Error(`"colors" has no "${look}"; it has ${Object.keys(DEFAULT_COLORS).join(', ')}`);
    if (typeof color !== 'string' || !isColor(color)) {
      throw new Error(`the color "${look}" must be one of ${COLOR_NAMES.join(', ')}, or "#rrggbb"`);
    }
    colors[look] = color;
  }
  return colors;
}

function parseKeys(given: unknown): KeyChoice {
  const keys: Record<string, readonly string[]> = {};
  for (const [command, chosen] of entriesOf(given, 'keys')) {
    if (!isCommand(command)) throw new Error(`"keys" has no "${command}"; porthole --print-config names all of them`);
    const list: unknown = typeof chosen === 'string' ? [chosen] : chosen;
    if (!Array.isArray(list) || !list.every((key) => typeof key === 'string' && key !== '')) {
      throw new Error(`the keys of "${command}" must be a list: ["x", "f2", "ctrl-x"]`);
    }
    keys[command] = list.map(String);
  }
  return keys;
}

function parseLayout(given: unknown): Partial<LayoutSettings> {
  const layout = Object.fromEntries(entriesOf(given, 'layout'));
  for (const name of Object.keys(layout)) {
    if (!(name in DEFAULT_LAYOUT)) throw new Error(`"layout" has no "${name}"; it has listColumns and graphShare`);
  }
  const listColumns = numberIn(layout, 'listColumns', 0, 200);
  const graphShare = numberIn(layout, 'graphShare', 0.1, 0.9);
  return {
    ...(listColumns === undefined ? {} : { listColumns: Math.floor(listColumns) }),
    ...(graphShare === undefined ? {} : { graphShare }),
  };
}

function entriesOf(given: unknown, name: string): readonly (readonly [string, unknown])[] {
  if (given === undefined) return [];
  if (!isPlainObject(given)) throw new Error(`"${name}" must be an object`);
  return Object.entries(given);
}

function numberIn(given: Readonly<Record<string, unknown>>, name: string, least: number, most: number) {
  const value = given[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !(value >= least && value <= most)) {
    throw new Error(`"${name}" must be a number from ${least} to ${most}`);
  }
  return value;
}

function booleanIn(given: Readonly<Record<string, unknown>>, name: string): boolean | undefined {
  const value = given[name];
  if (value !== undefined && typeof value !== 'boolean') throw new Error(`"${name}" must be true or false`);
  return value;
}

function oneOf<T extends string>(given: Readonly<Record<string, unknown>>, name: string, choices: readonly T[]) {
  const value = given[name];
  if (value === undefined) return undefined;
  const chosen = choices.find((choice) => choice === value);
  if (chosen === undefined) throw new Error(`"${name}" must be one of ${choices.join(', ')}`);
  return chosen;
}
