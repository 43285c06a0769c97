import { isSecretName, REDACTED, redactUrls } from '../capture/secret.js';

// `token=abc`, `"apiKey": "abc"`, `password = 'a b'`: in a query string, in JSON, in SQL.
const NAME = /(?<name>[\w.%[\]-]+)["'`]?\s*[=:]\s*/g;
const VALUE = /'[^']*'?|"[^"]*"?|(?:(?:bearer|basic)\s+)?[^\s&;,)'"]+/iy;
const OPTION = /^--?(?<name>[\w-]+)$/;

/** One line of text, without the values of what has a secret's name and without passwords in URLs. */
export function redactText(text: string): string {
  const shown = redactUrls(text);
  let redacted = '';
  let end = 0;
  for (const match of shown.matchAll(NAME)) {
    if (match.index < end || !isSecretName(decodeOrLeave(match.groups?.['name'] ?? ''))) continue;
    VALUE.lastIndex = match.index + match[0].length;
    redacted += `${shown.slice(end, VALUE.lastIndex)}${REDACTED}`;
    end = VALUE.test(shown) ? VALUE.lastIndex : match.index + match[0].length;
  }
  return redacted + shown.slice(end);
}

/** A command line, where the value of `--password` may also be the next argument. */
export function redactCommandLine(words: readonly string[]): string {
  const redacted = words.map((word, index) => {
    const option = OPTION.exec(words[index - 1] ?? '')?.groups?.['name'];
    return option !== undefined && !word.startsWith('-') && isSecretName(option) ? REDACTED : redactText(word);
  });
  return redacted.join(' ');
}

function decodeOrLeave(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
