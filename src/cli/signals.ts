/**
 * Resolves at the first SIGINT, SIGTERM or SIGHUP, which from then on no longer end the process by themselves.
 *
 * The listeners are taken off again by `dispose`, so that a second Ctrl-C in a
 * slow shutdown ends it.
 */
export function nextSignal(): { readonly signal: Promise<NodeJS.Signals>; readonly dispose: () => void } {
  const { promise, resolve } = withResolvers<NodeJS.Signals>();
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const name of names) process.once(name, resolve);
  return { signal: promise, dispose: () => names.forEach((name) => process.off(name, resolve)) };
}

function withResolvers<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let settle: (value: T) => void = () => undefined;
  const promise = new Promise<T>((resolve) => {
    settle = resolve;
  });
  return { promise, resolve: settle };
}
