import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseListeners } from '../../src/source/listening-ports.js';
import { Poller } from '../../src/source/poll.js';
import { parseSelection } from '../../src/source/select.js';
import { startProgram } from '../support/program.js';
import { until } from '../support/until.js';

const skip = process.platform === 'linux' ? false : 'ports are found on Linux only';

const TABLE = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 54321 1 0000000000000000 100 0 0 10 0
   1: 0100007F:1F90 0100007F:C350 01 00000000:00000000 00:00000000 00000000  1000        0 54322 1 0000000000000000 20 4 30 10 -1
   2: 00000000000000000000000000000000:0050 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 12 1 0000000000000000 100 0 0 10 0
`;

test('the listening sockets of a table are read, with both kinds of address', () => {
  assert.deepEqual(
    [...parseListeners(TABLE)],
    [
      ['54321', 8080],
      ['12', 80],
    ],
  );
  assert.deepEqual([...parseListeners('')], []);
});

test('the ports on which a process listens are found, and one that it opens later', { skip }, async (t) => {
  const script = `const net = require('net');
    const open = (word, host) => { const s = net.createServer().listen(0, host, () => console.log(word, s.address().port)); };
    open('FOUR', '127.0.0.1'); open('SIX', '::'); process.stdin.once('data', () => open('LATER', '127.0.0.1'));`;
  const program = startProgram(t, ['-e', script]);
  const portOf = async (word: string): Promise<number> => Number((await program.line(word)).split(' ')[1]);
  const ports = [await portOf('FOUR'), await portOf('SIX')].toSorted((a, b) => a - b);
  const poller = new Poller(parseSelection([String(program.pid)]));
  assert.deepEqual(poller.poll(true).targets[0]?.process?.ports, ports);
  program.child.stdin?.write('\n');
  const later = await portOf('LATER');
  await until('the port is found', () => poller.poll().targets[0]?.process?.ports?.includes(later) === true);
});
