import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

// With `agent`, as an application that was started with `--import porthole/register`.
if (process.argv[2] === 'agent') await import('porthole/register');

const body = JSON.stringify({ items: Array.from({ length: 20 }, (_, id) => ({ id, name: `item ${id}` })) });
const server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  response.setHeader('content-type', 'application/json');
  // In two parts, so that it is chunked and the client sees where it ends.
  response.write(JSON.stringify({ pathname, ...(JSON.parse(body) as object) }));
  response.end();
});
// Asked for what it has used, it answers with CPU time and memory.
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuMs: (user + system) / 1e3, rssBytes: process.memoryUsage.rss() });
});
process.on('disconnect', () => process.exit(0));
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
