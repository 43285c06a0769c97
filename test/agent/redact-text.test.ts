import assert from 'node:assert/strict';
import { test } from 'node:test';
import { redactCommandLine, redactText } from '../../src/agent/in-flight/redact-text.js';

const REDACTED_TEXTS = [
  ['GET /orders/7?page=1', 'GET /orders/7?page=1'],
  ['GET /login?user=ada&token=abc&page=1', 'GET /login?user=ada&token=[redacted]&page=1'],
  ['GET http://localhost:80/a?token=abc', 'GET http://localhost:80/a?token=[redacted]'],
  ['GET /a?%74oken=abc&filter[password]=x', 'GET /a?%74oken=[redacted]&filter[password]=[redacted]'],
  ['GET https://ada:hunter2@host/', 'GET https://ada:[redacted]@host/'],
  ["UPDATE users SET password = 'a b, c' WHERE id = 7", 'UPDATE users SET password = [redacted] WHERE id = 7'],
  ['{"user":"ada","apiKey": "a b"}', '{"user":"ada","apiKey": [redacted]}'],
  ['authorization: Bearer abc.def', 'authorization: [redacted]'],
  ["password='cut in the mid", 'password=[redacted]'],
  ['SELECT count(*) FROM tokens', 'SELECT count(*) FROM tokens'],
] as const;

for (const [text, redacted] of REDACTED_TEXTS) {
  test(`${text} is shown as ${redacted}`, () => assert.equal(redactText(text), redacted));
}

test('a command line shows no secret, whichever way it was given', () => {
  const words = ['psql', '--password', 'hunter2', '--token=abc', '-h', 'host', 'postgres://ada:pw@host/db'];
  assert.equal(
    redactCommandLine(words),
    'psql --password [redacted] --token=[redacted] -h host postgres://ada:[redacted]@host/db',
  );
});
