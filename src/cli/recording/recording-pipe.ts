import { encodeHeader } from '../../format/recording/frame.js';
import type { RecordingSink } from './recording-file.js';

/** A stream that a recording is written to, each record at once. A reader that is slow slows the recording. */
export class RecordingPipe implements RecordingSink {
  readonly #stream: NodeJS.WritableStream;
  sizeBytes = 0;

  constructor(stream: NodeJS.WritableStream) {
    this.#stream = stream;
  }

  isNew(): boolean {
    return this.sizeBytes === 0;
  }

  async write(record: Uint8Array): Promise<void> {
    const bytes = this.sizeBytes === 0 ? Buffer.concat([encodeHeader(), record]) : record;
    this.sizeBytes += bytes.length;
    await new Promise<void>((resolve, reject) => {
      this.#stream.write(bytes, (error) => (error == null ? resolve() : reject(error)));
    });
  }

  close(): void {
    // It is not ours to close.
  }
}
