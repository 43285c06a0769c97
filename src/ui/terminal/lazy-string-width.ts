import type stringWidthOf from 'string-width';

// Of what porthole writes nearly everything.
const ASCII = /^[\x20-\x7e]*$/;

let load: typeof stringWidthOf | undefined;

/**
 * What the bundle has in place of `string-width`: the same, loaded when the first text comes that is not ASCII.
 *
 * Its tables of emoji are built while it is loaded, which took a tenth of the time to the first picture.
 */
// biome-ignore lint/style/noDefaultExport: it stands for a package that has one
export default function stringWidth(...[text, options]: Parameters<typeof stringWidthOf>): number {
  if (ASCII.test(text)) return text.length;
  load ??= readStringWidth();
  return load(text, options);
}

function readStringWidth(): typeof stringWidthOf {
  // esbuild puts it into the bundle as a part that runs when it is asked for; its path, since the name leads here.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return (require('../../../node_modules/string-width/index.js') as { readonly default: typeof stringWidthOf }).default;
}
