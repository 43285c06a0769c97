import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ScreenLook } from './screen-terminal.js';

/** The options of every command. */
export interface GlobalOptions {
  readonly dir: readonly string[];
  readonly color: 'auto' | 'always' | 'never';
}

/** Adds the options that every command has: before the command and behind it they mean the same. */
export function addGlobals(command: Command): Command {
  return command
    .option('--dir <dir>', 'look here instead of in the usual places (repeatable)', collect, [])
    .addOption(new Option('--color <when>', 'colours').choices(['auto', 'always', 'never']).default('auto'));
}

/** What they were given, in either place. */
export function readGlobals(command: Command): {
  readonly dirs: readonly string[];
  readonly color: GlobalOptions['color'];
} {
  const own = command.opts<GlobalOptions>();
  const before = command.parent?.opts<GlobalOptions>();
  if (before === undefined) return { dirs: own.dir, color: own.color };
  const color = command.getOptionValueSource('color') === 'default' ? before.color : own.color;
  return { dirs: [...before.dir, ...own.dir], color };
}

/** The options of every command that opens a screen. */
export interface ScreenFlags {
  readonly mouse: boolean;
  readonly graph?: NonNullable<ScreenLook['graph']>;
}

/** Adds them. */
export function addScreenOptions(command: Command): Command {
  return command
    .option('--no-mouse', 'leave the mouse to the terminal')
    .addOption(new Option('--graph <style>', 'how graphs are drawn').choices(['auto', 'line', 'braille', 'ascii']));
}

/** Of an option that may be repeated. */
export function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

/** @throws InvalidArgumentError as the others here: commander prints it as wrong usage. */
export function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (text.trim() === '' || !(seconds > 0 && seconds <= 1e6)) {
    throw new InvalidArgumentError('it takes a number of seconds above 0.');
  }
  return seconds;
}

/** From 0 to 65535. */
export function parsePort(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw new InvalidArgumentError('it takes a number up to 65535.');
  return Number(text);
}

/** A whole number above 0. */
export function parseCount(text: string): number {
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count <= 0) throw new InvalidArgumentError('it takes a whole number above 0.');
  return count;
}
