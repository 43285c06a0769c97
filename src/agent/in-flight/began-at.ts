import { fileURLToPath } from 'node:url';
import { originOf } from '../../format/stack-dump.js';

// 2 or 3 ms of each second at most.
const MAX_CAPTURES_PER_S = 250;
const OWN_FOLDER = new URL('../', import.meta.url).href;
// Stands beside the agent in the package, and is an application of it.
const DEMO_FOLDER = new URL('demo/', OWN_FOLDER).href;

let captures = 0;
let windowEndMs = 0;

/**
 * The innermost place of the application on the stack: `loadReport (/srv/report.js:12:5)`.
 *
 * Cost: 4 µs for few frames, 12 for many, 20 while the code is cold; so after 250 in a second it is left empty until
 * the next. Never throws, and runs nothing of the application: a `prepareStackTrace` of its own is set aside for the
 * moment.
 *
 * @param nowMs By `performance.now()`.
 * @param maxFrames How far down to look, below the caller: our own frames, and a library's, stand above.
 */
export function beganAt(nowMs: number, maxFrames: number): string {
  if (nowMs >= windowEndMs) {
    windowEndMs = nowMs + 1000;
    captures = 0;
  }
  if (++captures > MAX_CAPTURES_PER_S) return '';
  const site = captureSites(maxFrames).find(isOfApplication);
  if (site === undefined) return '';
  const place = `${pathOf(fileOf(site))}:${site.getLineNumber() ?? 0}:${site.getColumnNumber() ?? 0}`;
  return `${site.getFunctionName() ?? '<anonymous>'} (${place})`;
}

function captureSites(maxFrames: number): readonly NodeJS.CallSite[] {
  const limit = Object.getOwnPropertyDescriptor(Error, 'stackTraceLimit');
  const prepare = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
  const holder: { stack?: unknown } = {};
  try {
    Error.stackTraceLimit = maxFrames;
    Error.prepareStackTrace = (_error, sites) => sites;
    Error.captureStackTrace(holder, beganAt);
    return Array.isArray(holder.stack) ? holder.stack : [];
  } catch {
    // `Error` is frozen here.
    return [];
  } finally {
    restore('stackTraceLimit', limit);
    restore('prepareStackTrace', prepare);
  }
}

function restore(name: 'stackTraceLimit' | 'prepareStackTrace', descriptor: PropertyDescriptor | undefined): void {
  try {
    if (descriptor === undefined) Reflect.deleteProperty(Error, name);
    else Object.defineProperty(Error, name, descriptor);
  } catch {
    // It was not changed either.
  }
}

function isOfApplication(site: NodeJS.CallSite): boolean {
  const file = fileOf(site);
  const isOwn = file.startsWith(OWN_FOLDER) && !file.startsWith(DEMO_FOLDER);
  return !isOwn && originOf(file) === 'application';
}

function fileOf(site: NodeJS.CallSite): string {
  return site.getFileName() ?? '';
}

function pathOf(file: string): string {
  return file.startsWith('file://') ? fileURLToPath(file) : file;
}
