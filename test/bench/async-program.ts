import { setInterval } from 'node:timers';

// A heap of so many objects, and so many functions that wait at one line.
const [objects = 0, waiting = 0] = process.argv.slice(2).map(Number);
const heap: object[] = [];
for (let id = 0; id < objects; id++) heap.push({ id, before: heap[id - 1], name: `name ${id % 1000}` });

async function query(sql: string): Promise<string> {
  const answer = await new Promise<string>((resolve) => resolvers.push(resolve));
  return sql + answer;
}

async function serve(id: number): Promise<string> {
  const rows = await query(`select ${id}`);
  return rows + id;
}

const resolvers: ((value: string) => void)[] = [];
for (let id = 0; id < waiting; id++) void serve(id);
process.stdin.resume().on('end', () => process.exit(0));
setInterval(() => heap.length + resolvers.length, 60_000);
process.stdout.write('READY\n');
