const MAX_FRAMES = 200;
// Those of the expression itself: its function, and the script around it.
export const OWN_FRAMES = 2;

/**
 * Run by the thread at its next interrupt check. It puts back what it
 * changes on `Error`, and calls nothing of the application: a
 * `prepareStackTrace` of its own is set aside for the moment. Where `Error` is frozen, the
 * text of the stack (ten frames) must do.
 */
export const STACK_EXPRESSION = `(() => {
  const names = ['stackTraceLimit', 'prepareStackTrace'];
  const values = [${MAX_FRAMES + OWN_FRAMES}, (error, sites) => sites];
  const before = names.map((name) => Object.getOwnPropertyDescriptor(Error, name));
  let sites;
  try {
    names.forEach((name, i) => {
      Object.defineProperty(Error, name, { value: values[i], writable: true, enumerable: true, configurable: true });
    });
    sites = new Error().stack;
  } catch {
    sites = new Error().stack;
  } finally {
    names.forEach((name, i) => {
      try {
        if (before[i] === undefined) delete Error[name];
        else Object.defineProperty(Error, name, before[i]);
      } catch {}
    });
  }
  if (typeof sites === 'string') return sites;
  return JSON.stringify(sites.map((site) => [
    site.getFunctionName() ?? '',
    site.getFileName() ?? site.getEvalOrigin() ?? '',
    site.getLineNumber() ?? 0,
    site.getColumnNumber() ?? 0,
  ]));
})()`;
