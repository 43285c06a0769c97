/** What is used of the package `ws`, which comes without types. */
declare module 'ws' {
  import type { EventEmitter } from 'node:events';

  export class WebSocket extends EventEmitter {
    constructor(address: string, options?: { readonly handshakeTimeout?: number; readonly maxPayload?: number });
    send(data: string, onSent?: (error?: Error) => void): void;
    terminate(): void;
  }
}
