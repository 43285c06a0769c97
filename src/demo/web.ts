import { Agent, createServer, get } from 'node:http';
import { setInterval, setTimeout } from 'node:timers';
import { counter, gauge } from '../index.js';
import { endWithParent } from './end-with-parent.js';

const requests = counter('http.requests', { unit: 'requests', help: 'Requests answered' });
const errors = counter('http.errors', { unit: 'requests', help: 'Requests answered with a status of 500 or more' });
const inFlight = gauge('http.in_flight', { unit: 'requests', help: 'Requests that wait for their answer' });

const server = createServer((request, response) => {
  inFlight.inc();
  response.once('close', () => inFlight.dec());
  setTimeout(
    () => {
      const isBroken = Math.random() < 0.02;
      response.writeHead(isBroken ? 500 : 200).end(`${request.url ?? ''}\n`);
      requests.inc();
      if (isBroken) errors.inc();
    },
    5 + Math.random() * 40,
  );
});

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  // Its own visitors: more and fewer of them, once around in a minute.
  setInterval(() => {
    const visitors = 2 + 2 * Math.sin((Date.now() / 60_000) * 2 * Math.PI);
    for (let visitor = 0; visitor < visitors; visitor++) {
      get({ host: '127.0.0.1', port, agent, path: `/orders/${visitor}` }, (response) => response.resume());
    }
  }, 25);
  endWithParent();
});
