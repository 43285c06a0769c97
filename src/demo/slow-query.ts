import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setInterval, setTimeout } from 'node:timers';
import { counter, gauge, track } from '../index.js';
import { endWithParent } from './end-with-parent.js';

const QUERY_MS = 15_000;
const EVERY_MS = 5000;

const running = gauge('db.running', { unit: 'queries', help: 'Queries that wait for the database' });
const finished = counter('db.finished', { unit: 'queries', help: 'Queries that the database has answered' });

// A database that takes its time.
const database = createServer((socket) => {
  socket.on('error', () => socket.destroy());
  socket.once('data', () => setTimeout(() => socket.end('1 row\n'), QUERY_MS));
});
database.listen(0, '127.0.0.1');
await once(database, 'listening');

setInterval(() => void loadReport('monthly'), EVERY_MS);
void loadReport('daily');
endWithParent();

async function loadReport(report: string): Promise<string> {
  const sql = `SELECT pg_sleep(15) /* ${report} */`;
  const rows = await track('query', sql, () => query(sql));
  finished.inc();
  return rows;
}

async function query(sql: string): Promise<string> {
  running.inc();
  const address = database.address();
  const socket = connect(typeof address === 'object' ? (address?.port ?? 0) : 0, '127.0.0.1');
  try {
    socket.write(`${sql}\n`);
    const [answer]: unknown[] = await once(socket, 'data');
    return String(answer);
  } finally {
    socket.destroy();
    running.dec();
  }
}
