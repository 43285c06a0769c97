import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeInput, flushInput } from '../../src/ui/input/decode-input.js';
import type { InputEvent } from '../../src/ui/input/input-event.js';
import { readInput } from '../../src/ui/input/read-input.js';

const click: InputEvent = { type: 'mouse', action: 'press', column: 9, row: 4 };

test('keys have names, and characters are themselves', () => {
  assert.deepEqual(keysOf('q\r\t\x1b[A\x1bOB\x1b[5~\x1b[Z\x1bOP\x03é😀'), [
    'q',
    'enter',
    'tab',
    'up',
    'down',
    'pageUp',
    'shiftTab',
    'f1',
    'ctrl-c',
    'é',
    '😀',
  ]);
});

test('a click and the wheel are reports, a release is nothing', () => {
  assert.deepEqual(decodeInput('\x1b[<0;10;5M\x1b[<0;10;5m\x1b[<64;1;1M\x1b[<65;1;1M').events, [
    click,
    { type: 'mouse', action: 'wheelUp', column: 0, row: 0 },
    { type: 'mouse', action: 'wheelDown', column: 0, row: 0 },
  ]);
});

test('what is not known leaves no key behind', () => {
  const answers = '\x1b[?62;22c\x1b[12;40R\x1b]11;rgb:0000/0000/0000\x07\x1bP1+r\x1b\\\x1b[M !!\x1b[200~\x1b[1;5A\x1bx';
  assert.deepEqual(decodeInput(answers), { events: [], rest: '' });
});

test('input is the same wherever it is split', () => {
  const text = 'j\x1b[<0;10;5M\x1b[Ak\x1b[<0;10;5m\x1b]11;rgb:0/0/0\x1b\\g\x1b[6~';
  const whole = decodeInput(text).events;
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: text.length }), { maxLength: 6 }), (cuts) => {
      const ends = [...cuts, text.length].toSorted((a, b) => a - b);
      const events: InputEvent[] = [];
      let rest = '';
      let start = 0;
      for (const end of ends) {
        const decoded = decodeInput(rest + text.slice(start, end));
        events.push(...decoded.events);
        rest = decoded.rest;
        start = end;
      }
      assert.deepEqual(events, whole);
    }),
  );
});

test('any bytes are decoded without a throw, and little is kept', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => assert.ok(decodeInput(`\x1b]${text}`).rest.length <= 4096)),
  );
});

test('a sequence without an end is thrown away', () => {
  assert.deepEqual(decodeInput(`\x1b]${'x'.repeat(5000)}`), { events: [], rest: '' });
});

test('a lone escape is the Esc key', () => {
  assert.deepEqual(decodeInput('\x1b'), { events: [], rest: '\x1b' });
  assert.deepEqual(flushInput('\x1b'), [{ type: 'key', key: 'escape' }]);
  assert.deepEqual(flushInput('\x1b[<0;1'), []);
  assert.deepEqual(keysOf('\x1b\x1b[A'), ['escape', 'up']);
  assert.deepEqual(keysOf('\x1b\x03'), ['escape', 'ctrl-c']);
});

test('a lone escape is the Esc key when nothing follows in time', async () => {
  const stream = new EventEmitter();
  const seen = new EventEmitter();
  const stop = readInput(stream, (event) => seen.emit('input', event));
  const arrived = once(seen, 'input');
  stream.emit('data', Buffer.from('\x1b'));
  assert.deepEqual(await arrived, [{ type: 'key', key: 'escape' }]);
  stop();
});

test('a report that comes in two parts is one report', () => {
  const stream = new EventEmitter();
  const events: InputEvent[] = [];
  const stop = readInput(stream, (event) => events.push(event));
  stream.emit('data', Buffer.from('\x1b[<0;1'));
  stream.emit('data', Buffer.from('0;5M'));
  stop();
  assert.deepEqual(events, [click]);
});

function keysOf(text: string): readonly string[] {
  return decodeInput(text).events.map((event) => (event.type === 'key' ? event.key : event.action));
}
