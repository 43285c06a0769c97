import { matchesGlob } from '../../glob.js';

export const REDACTED = '[redacted]';

const SECRET_NAME =
  /pass(?:word|wd|phrase|code)|^pwd$|secret|token|authorization|^auth$|cookie|api[-_]?key|access[-_]?key|private[-_]?key|credential|session[-_]?id|jwt|bearer|^pin$|ssn|card[-_]?number|cvv/i;
const PASSWORD_IN_URL = /(:\/\/[^/\s:@'"]*:)[^@/\s'"]+@/g;
// `--password=x`, `TOKEN=x`, `--password x`, `Authorization: Bearer x`; a value may be quoted.
const VALUE = /((?:(?:bearer|basic|digest)\s+)?(?:"[^"]*"|'[^']*'|[^\s"']+))/.source;
const NAMED_VALUES = [/([\w-]+\s*[=:]\s*)/, /(--?[\w-]+\s+)/].map(({ source }) => new RegExp(source + VALUE, 'gi'));

const ownPatterns = (process.env['PORTHOLE_REDACT'] ?? '')
  .split(',')
  .map((pattern) => pattern.trim().toLowerCase())
  .filter((pattern) => pattern !== '');

/** Whether what has this name is not to be shown: `password`, `apiKey`, `set-cookie`, …, and what `PORTHOLE_REDACT` names. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name) || ownPatterns.some((pattern) => matchesGlob(pattern, name.toLowerCase()));
}

/** `text` without the passwords of the URLs in it. */
export function redactUrls(text: string): string {
  return text.replace(PASSWORD_IN_URL, `$1${REDACTED}@`);
}

/** A command as one line, without the values that have the name of a secret. */
export function redactCommand(words: readonly string[]): string {
  let command = redactUrls(words.join(' '));
  for (const pattern of NAMED_VALUES) {
    command = command.replace(pattern, (whole: string, name: string) => {
      return isSecretName(name.replace(/^-+|[\s=:]+$/g, '')) ? `${name}${REDACTED}` : whole;
    });
  }
  return command;
}
