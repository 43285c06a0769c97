import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { services } from '../../src/cli/commands/screen.js';
import { startFleet } from '../../src/cli/fleet.js';

import { encodeHeader } from '../../src/format/recording/frame.js';
import { RecordingEncoder } from '../../src/format/recording/recording-encoder.js';
import type { RecordedItem } from '../../src/format/recording/records.js';
import type { TargetSample } from '../../src/format/sample.js';
import { Poller } from '../../src/source/poll.js';
import { parseSelection } from '../../src/source/select.js';
import type { UiEvent } from '../../src/ui/events.js';
import { perform } from '../../src/ui/perform.js';
import { portholeCommand } from '../support/command.js';
import { readItems } from '../support/recording.js';
import { until } from '../support/until.js';
import { type Answers, type Question, questionKey } from './answers.js';
import { ANSWERS_FILE, FLEET_FILE } from './recorded-fleet.js';
import { withoutNames } from './without-names.js';

const SECONDS = 100;
// Late enough for a history behind what is asked, early enough for something to come after it.
const ASKED_AFTER_MS = 70_000;

/** Runs `porthole demo` for a while, records it, asks its processes what the pictures show, and writes both down. */
export async function recordFleet(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'porthole-fleet-'));
  await using fleet = await startFleet();
  const path = join(folder, 'fleet.porthole');
  const pids = fleet.programs.map(({ pid }) => String(pid));
  try {
    const command = [portholeCommand, 'record', path, ...pids, '--seconds', String(SECONDS), '--no-dumps'];
    const recorded = promisify(execFile)(process.execPath, command);
    await wait(ASKED_AFTER_MS);
    const answers = await askFleet(pids);
    await recorded;
    writeFileSync(FLEET_FILE, gzipSync(encode(readItems(path)), { level: 9 }));
    writeFileSync(ANSWERS_FILE, `${JSON.stringify(withoutNames(answers), undefined, 1)}\n`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function encode(items: readonly RecordedItem[]): Uint8Array {
  const encoder = new RecordingEncoder();
  const records = items.map((item) => {
    switch (item.type) {
      case 'session':
        return encoder.session(withoutNames(item.session));
      case 'sample':
        // Where it looked is of no use, and tells of other programs.
        return encoder.sample(withoutNames({ ...item.sample, searched: [] }));
      case 'stalls':
        return encoder.stalls(withoutNames(item.stalls));
      case 'end':
        return encoder.end(item.wallMs);
      default:
        throw new Error(`a recording of a fleet that was not disturbed has no ${item.type}`);
    }
  });
  return Buffer.concat([encodeHeader(), ...records]);
}

async function askFleet(pids: readonly string[]): Promise<Answers> {
  const poller = new Poller(parseSelection(pids));
  const answers: Record<string, UiEvent> = {};
  const ask = async (question: Question): Promise<UiEvent> => {
    const event = await new Promise<UiEvent>((resolve) => {
      perform(question, { ...services, changeInterval: ignore }, NO_TERMINAL, resolve);
    });
    answers[questionKey(withoutNames(question))] = event;
    return event;
  };
  const stuck = await until('a process that is stuck', () =>
    poller.poll().targets.find(({ state }) => state === 'stuck'),
  );
  const stuckPid = stuck.target.pid;
  await askForStack(stuck, ask);
  await ask(inspection('samples', stuck));
  const others = poller.poll().targets.filter(({ target }) => target.pid !== stuckPid);
  for (const other of others) {
    await askForStack(other, ask);
    await ask(inspection('inFlight', other));
    await ask(inspection('samples', other));
  }
  return answers;
}

async function askForStack(
  { target: { pid }, socket = '' }: TargetSample,
  ask: (question: Question) => Promise<UiEvent>,
): Promise<void> {
  const arrived = await ask({ type: 'requestDump', number: 0, pid, socket });
  assert.ok(arrived.type === 'dumpArrived' && typeof arrived.dump !== 'string', `no dump of ${pid}`);
  for (const { threadId, frames } of arrived.dump.threads) {
    for (const [index, { functionName, file, line, origin }] of frames.entries()) {
      if (origin !== 'application') continue;
      const question = { threadId, index, depth: 3, functionName };
      await ask({ type: 'requestFrame', number: 0, pid, socket, question });
      await ask({ type: 'readSource', pid, file, line });
    }
  }
}

function inspection(kind: 'samples' | 'inFlight', target: TargetSample): Question {
  return { type: 'inspect', number: 0, kind, target, isForced: false };
}

function ignore(): void {
  // Nothing of a terminal or an interval is asked for.
}

const NO_TERMINAL = { captureMouse: ignore, copy: ignore, repaint: ignore, suspend: ignore, quit: ignore };
