export const REDACTED = '[redacted]';

const SECRET_NAME =
  /pass(?:word|wd|phrase|code)|^pwd$|secret|token|authorization|^auth$|cookie|api[-_]?key|access[-_]?key|private[-_]?key|credential|session[-_]?id|jwt|bearer|^pin$|ssn|card[-_]?number|cvv/i;
const PASSWORD_IN_URL = /(:\/\/[^/\s:@'"]*:)[^@/\s'"]+@/g;

/** Whether what has this name is not to be shown: `password`, `apiKey`, `set-cookie`, … */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}

/** `text` without the passwords of the URLs in it. */
export function redactUrls(text: string): string {
  return text.replace(PASSWORD_IN_URL, `$1${REDACTED}@`);
}
