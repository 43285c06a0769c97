import type { Program } from './program.js';

/** Gives a program that answers each line with that line and more behind it: the answer to an order. */
export function giveOrdersTo(program: Program): (order: string) => Promise<string> {
  let count = 0;
  return async (order) => {
    const words = `${order} ${++count}`;
    program.child.stdin?.write(`${words}\n`);
    return (await program.line(`${words} `)).slice(words.length + 1);
  };
}
