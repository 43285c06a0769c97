import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { startInspected } from '../support/agent.js';
import { portholeCommand } from '../support/command.js';
import { skipWithout } from '../support/debian.js';
import { startProgram } from '../support/program.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { until } from '../support/until.js';

/** What Icinga knows of a service. */
interface ServiceStatus {
  readonly state: number;
  readonly output: string;
  readonly performanceData: string;
}

test('Icinga runs check on a real program, and reads its states and performance data', {
  skip: skipWithout('icinga2', 'icinga2-bin'),
}, async (t) => {
  const program = await startInspected(t, 'works');
  const checks = {
    fine: ['porthole.processes', '-c', '1:'],
    much: ['jobs.done', '-w', '0'],
    toomuch: ['nodejs.heap.size.used', '-c', '1'],
    wrong: ['jobs.done', '-c', 'x'],
  };
  const folder = temporaryFolder(t);
  startIcinga(t, folder, program.folder, checks);
  const statusOf = (name: string): Promise<ServiceStatus> =>
    until(`the status of ${name}`, () => readStatus(join(folder, 'status.dat'), name));
  const fine = await statusOf('fine');
  assert.deepEqual(
    [fine.state, fine.output, fine.performanceData],
    [0, 'PORTHOLE OK - porthole.processes=1', 'porthole.processes=1;;1:;0;'],
  );
  const much = await statusOf('much');
  assert.match(
    `${much.state} ${much.output} | ${much.performanceData}`,
    /^1 PORTHOLE WARNING - jobs\.done.* \| .*=\d+;0;;0;/,
  );
  const tooMuch = await statusOf('toomuch');
  assert.match(
    `${tooMuch.state} ${tooMuch.output} | ${tooMuch.performanceData}`,
    /^2 PORTHOLE CRITICAL - nodejs\.heap.* \| nodejs\.heap\.size\.used=\d+B;;1;/,
  );
  assert.equal((await statusOf('wrong')).state, 3);
});

function startIcinga(
  t: TestContext,
  folder: string,
  programFolder: string,
  checks: Readonly<Record<string, readonly string[]>>,
): void {
  const names = ['DataDir', 'LogDir', 'CacheDir', 'InitRunDir', 'SpoolDir'];
  for (const name of names) mkdirSync(join(folder, name));
  const config = join(folder, 'icinga2.conf');
  writeFileSync(config, configOf(folder, programFolder, checks));
  const pidPath = join(folder, 'pid');
  const places = [...names.map((name) => `${name}=${join(folder, name)}`), `PidPath=${pidPath}`];
  const defines = places.flatMap((place) => ['--define', place]);
  const { username } = userInfo();
  const env = { ICINGA2_USER: username, ICINGA2_GROUP: username };
  let started = 0;
  // It is a process that watches over two others, and they do not end with it: so before it is ended itself.
  t.after(() => {
    for (const pid of descendantsOf(started)) process.kill(pid, 'SIGKILL');
  });
  started = startProgram(t, ['daemon', '--config', config, ...defines], { command: 'icinga2', env }).pid;
}

function configOf(folder: string, programFolder: string, checks: Readonly<Record<string, readonly string[]>>): string {
  const services = Object.entries(checks).map(([name, words]) => {
    const command = [process.execPath, portholeCommand, 'check', ...words, '--dir', programFolder];
    return `object CheckCommand "${name}" { command = ${JSON.stringify(command)} }
object Service "${name}" {
  host_name = "box"
  check_command = "${name}"
  check_interval = 1s
  retry_interval = 1s
}
`;
  });
  return `include <itl>
object CheckerComponent "checker" { }
object StatusDataWriter "status" {
  status_path = "${folder}/status.dat"
  objects_path = "${folder}/objects.cache"
  update_interval = 1s
}
object Host "box" { check_command = "dummy" }
${services.join('')}`;
}

function descendantsOf(pid: number): readonly number[] {
  const path = `/proc/${pid}/task/${pid}/children`;
  if (!existsSync(path)) return [];
  const children = readFileSync(path, 'utf8').split(' ').filter(Boolean).map(Number);
  return [pid, ...children.flatMap(descendantsOf)];
}

function readStatus(path: string, service: string): ServiceStatus | undefined {
  if (!existsSync(path)) return undefined;
  const blocks = readFileSync(path, 'utf8').split('servicestatus {');
  const block = blocks.find((each) => each.includes(`service_description=${service}\n`)) ?? '';
  const valueOf = (name: string): string => new RegExp(`^\\s*${name}=(.*)$`, 'm').exec(block)?.[1]?.trim() ?? '';
  if (valueOf('has_been_checked') !== '1') return undefined;
  return {
    state: Number(valueOf('current_state')),
    output: valueOf('plugin_output'),
    performanceData: valueOf('performance_data'),
  };
}
