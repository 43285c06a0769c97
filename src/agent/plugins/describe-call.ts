import type { ChannelMessage } from '../listen.js';

const MAX_ARGUMENTS = 3;

/** What a call to a database is about: its statement, the command and its first arguments, or who is connected to. */
export function describeCall(call: ChannelMessage): string {
  const { query, command, serverAddress, serverPort } = call;
  if (typeof query === 'string') return query;
  if (typeof command === 'string') return [command, ...argumentsOf(call)].join(' ');
  return typeof serverAddress === 'string'
    ? `${serverAddress}${typeof serverPort !== 'number' ? '' : `:${serverPort}`}`
    : '';
}

// The libraries have taken out those that hold values; redis counts the command itself among them.
function argumentsOf({ command, args }: ChannelMessage): readonly string[] {
  if (!Array.isArray(args)) return [];
  const behind: readonly unknown[] = args[0] === command ? args.slice(1) : args;
  return behind.slice(0, MAX_ARGUMENTS).filter((argument) => typeof argument === 'string');
}
