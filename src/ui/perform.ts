import { messageOf, PortholeError } from '../errors.js';
import type { UiEffect, UiEvent } from './events.js';
import { inspect } from './inspect.js';
import type { Services, Snapshot } from './services.js';

/** What the terminal itself is told to do. */
export interface TerminalOrders {
  captureMouse(isOn: boolean): void;
  copy(text: string): void;
  repaint(): void;
  suspend(): void;
  quit(): void;
}

/** Carries out an effect; what comes of it is an event, at once or later. Never throws. */
export function perform(
  effect: UiEffect,
  services: Services,
  terminal: TerminalOrders,
  emit: (event: UiEvent) => void,
): void {
  switch (effect.type) {
    case 'requestDump':
      void requestDump(effect.number, { pid: effect.pid, socket: effect.socket }, services).then(emit);
      return;
    case 'inspect':
      void inspect(effect, services.inspections).then(emit);
      return;
    case 'requestFrame':
      void requestFrame(effect, services).then(emit);
      return;
    case 'readSource':
      void readSource(effect, services).then(emit);
      return;
    case 'attach':
      void attach(effect.pid, effect.name, services).then(emit);
      return;
    case 'captureMouse':
      terminal.captureMouse(effect.isOn);
      return;
    case 'copy':
      terminal.copy(effect.text);
      return;
    case 'writeSnapshot':
      void writeSnapshot(effect.snapshot, services).then(emit);
      return;
    case 'changeInterval':
      services.changeInterval?.(effect.intervalMs);
      return;
    case 'repaint':
      terminal.repaint();
      return;
    case 'suspend':
      terminal.suspend();
      return;
    default:
      terminal.quit();
      return;
  }
}

async function writeSnapshot(snapshot: Snapshot, services: Services): Promise<UiEvent> {
  try {
    const place = await services.writeSnapshot?.(snapshot);
    return { type: 'answered', notice: place === undefined ? 'nothing here writes snapshots' : `written to ${place}` };
  } catch (thrown) {
    return { type: 'answered', notice: `no snapshot: ${messageOf(thrown)}` };
  }
}

async function requestDump(
  number: number,
  target: { readonly pid: number; readonly socket: string },
  services: Services,
): Promise<UiEvent> {
  try {
    return { type: 'dumpArrived', number, dump: await services.requestDump(target) };
  } catch (thrown) {
    return { type: 'dumpFailed', number, reason: messageOf(thrown) };
  }
}

async function requestFrame(
  { number, pid, socket, question }: Extract<UiEffect, { type: 'requestFrame' }>,
  services: Services,
): Promise<UiEvent> {
  try {
    const frame = await services.requestFrame?.({ pid, socket }, question);
    if (frame !== undefined) return { type: 'frameArrived', number, frame };
    return { type: 'frameMissed', number, hasMovedOn: false, reason: 'nothing here asks for values' };
  } catch (thrown) {
    const hasMovedOn = thrown instanceof PortholeError && thrown.code === 'not-found';
    // Whose socket it is, the pane says.
    const reason = messageOf(thrown).replace(`${socket}: `, '');
    return { type: 'frameMissed', number, hasMovedOn, reason };
  }
}

async function readSource(
  { host, pid, file, line }: Extract<UiEffect, { type: 'readSource' }>,
  services: Services,
): Promise<UiEvent> {
  const excerpt = await services.readSource?.({ host, pid, file, line });
  return {
    type: 'sourceRead',
    file,
    line,
    excerpt: excerpt ?? { state: 'missing', reason: 'nothing here reads files' },
  };
}

async function attach(pid: number, name: string, services: Services): Promise<UiEvent> {
  const who = `${name} (pid ${pid})`;
  try {
    return { type: 'attachEnded', outcome: `${who}: ${await services.attach(pid)}` };
  } catch (thrown) {
    return { type: 'attachEnded', outcome: `${who}: not attached: ${messageOf(thrown)}` };
  }
}
