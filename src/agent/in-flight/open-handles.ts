import { ChildProcess } from 'node:child_process';
import { Socket as DatagramSocket } from 'node:dgram';
import { Server, Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import type { OpenHandle } from '../../format/in-flight.js';
import { isPlainObject } from '../../format/json.js';
import { Mark } from '../plugins/mark.js';
import { isHandleType } from '../runtime/active-resources.js';
import { redactCommandLine } from './redact-text.js';

// Of 10,000 sockets nobody reads each.
const MAX_DESCRIBED = 200;
const STANDARD_STREAMS = ['stdin', 'stdout', 'stderr'];

class Opened {
  readonly atMs = performance.now();
}

/** Notes the age of a socket or server, where the program cannot see it. Cost: 0.1 µs. */
export function markOpened(handle: object): void {
  Mark.set(handle, new Opened());
}

/**
 * What keeps this thread's event loop alive. Runs nothing of the application. Cost: some µs for each of the first
 * 200 handles, and 0.2 µs for each more.
 */
export function listOpenHandles(): readonly OpenHandle[] {
  const groups = new Map<string, OpenHandle>();
  const add = (type: string, detail: string, ageMs: number | undefined): void => {
    const key = `${type} ${detail}`;
    const { count, ageMs: known } = groups.get(key) ?? { count: 0, ageMs: undefined };
    groups.set(key, {
      type,
      detail,
      count: count + 1,
      ageMs: known === undefined ? ageMs : Math.max(known, ageMs ?? 0),
    });
  };
  for (const [index, handle] of activeHandles().entries()) {
    const isDescribed = index < MAX_DESCRIBED;
    add(typeOf(handle), isDescribed ? describeHandle(handle) : '', isDescribed ? ageOf(handle) : undefined);
  }
  for (const type of process.getActiveResourcesInfo()) if (!isHandleType(type)) add(type, '', undefined);
  return [...groups.values()];
}

// Older than process.getActiveResourcesInfo, without documentation, and in every Node from 20 to 26.
function activeHandles(): readonly object[] {
  const list: unknown = Reflect.get(process, '_getActiveHandles');
  const handles: unknown = typeof list === 'function' ? Reflect.apply(list, process, []) : [];
  return Array.isArray(handles) ? handles.filter((handle) => typeof handle === 'object' && handle !== null) : [];
}

function typeOf(handle: object): string {
  const { constructor } = Object.getPrototypeOf(handle) ?? {};
  return typeof constructor === 'function' ? constructor.name : 'handle';
}

function describeHandle(handle: object): string {
  try {
    // By Node's own methods, whatever the program has put in their place.
    if (handle instanceof Server) return `listening on ${formatAddress(Server.prototype.address.call(handle))}`;
    if (handle instanceof Socket) return describeSocket(handle);
    if (handle instanceof DatagramSocket)
      return `bound to ${formatAddress(DatagramSocket.prototype.address.call(handle))}`;
    if (handle instanceof ChildProcess) return `${handle.pid ?? ''} ${redactCommandLine(handle.spawnargs)}`;
  } catch {
    // It is closed, or not yet bound.
  }
  return '';
}

function describeSocket(socket: Socket): string {
  const address: unknown = Socket.prototype.address.call(socket);
  if (isPlainObject(address) && address['address'] !== undefined) {
    const [remote, port] = [inherited(socket, 'remoteAddress'), inherited(socket, 'remotePort')];
    return `${formatAddress(address)} ↔ ${formatAddress({ address: remote, port })}`;
  }
  const native: unknown = Reflect.get(socket, '_handle');
  const fd: unknown = typeof native === 'object' && native !== null ? Reflect.get(native, 'fd') : undefined;
  return typeof fd === 'number' && fd >= 0 ? (STANDARD_STREAMS[fd] ?? `pipe or Unix socket, fd ${fd}`) : '';
}

function inherited(socket: Socket, name: string): unknown {
  return Reflect.get(Socket.prototype, name, socket);
}

function formatAddress(address: unknown): string {
  if (typeof address === 'string') return address;
  if (!isPlainObject(address) || typeof address['address'] !== 'string') return 'nothing yet';
  const host = address['address'].includes(':') ? `[${address['address']}]` : address['address'];
  return `${host}:${String(address['port'])}`;
}

function ageOf(handle: object): number | undefined {
  const opened = Mark.get(handle);
  return opened instanceof Opened ? performance.now() - opened.atMs : undefined;
}
