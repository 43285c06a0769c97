import { writeSync } from 'node:fs';
import { systemCodeOf } from '../errors.js';
import { runCheck } from './commands/check.js';

const STDOUT = 1;

// An entry of its own: a monitoring system starts it by the thousand, so it is one file
// without commander, and without the streams of stdout, which cost more than the check.
process.exitCode = await runCheck(writeOut, process.argv.slice(3));

function writeOut(text: string): void {
  const bytes = Buffer.from(text);
  let written = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(STDOUT, bytes, written);
    } catch (thrown) {
      // A pipe that is full for the moment; one that nobody reads any more is a normal end.
      if (systemCodeOf(thrown) !== 'EAGAIN') return;
    }
  }
}
