import { isPlainObject } from '../../format/json.js';
import { printable, truncate } from '../../format/printable.js';
import { isSecretName, REDACTED, redactUrls } from './secret.js';

const MAX_LENGTH = 200;

type Fields = Readonly<Record<string, unknown>>;

/**
 * A value of the inspector (a `RemoteObject` with its preview) as one line of at most 200 characters.
 *
 * Accessors print as `[getter]`: nothing is read that runs code. Properties with the name of a secret are redacted.
 */
export function formatPreview(remote: unknown): string {
  return truncate(printable(redactUrls(formatRemote(remote))), MAX_LENGTH);
}

function formatRemote(remote: unknown): string {
  if (!isPlainObject(remote)) return 'undefined';
  const description = textOf(remote['description']);
  switch (remote['type']) {
    case 'string':
      return quote(textOf(remote['value']));
    case 'undefined':
      return 'undefined';
    case 'function':
      return '[function]';
    case 'symbol':
      // What scope-locals.ts puts in place of a value stands in such brackets.
      return /^Symbol\((\[[a-z ]+\])\)$/.exec(description)?.[1] ?? description;
    case 'object':
      if (remote['subtype'] === 'null') return 'null';
      return isPlainObject(remote['preview']) ? formatObject(remote['preview']) : firstLine(description);
    default:
      return description || String(remote['value']);
  }
}

function formatObject(preview: Fields): string {
  const { subtype } = preview;
  const description = firstLine(textOf(preview['description']));
  if (subtype === 'error' || subtype === 'regexp' || subtype === 'date') return description;
  const entries = listOf(preview['entries']);
  const isArray = subtype === 'array' || subtype === 'typedarray';
  const parts =
    entries.length > 0
      ? entries.map(formatEntry)
      : listOf(preview['properties'])
          .filter((property) => subtype === undefined || property['name'] !== 'size')
          .map((property) => formatProperty(property, isArray));
  if (preview['overflow'] === true) parts.push('…');
  const title = description === 'Object' || /^Array\(\d+\)$/.test(description) ? '' : `${description} `;
  return isArray ? `${title}[${parts.join(', ')}]` : `${title}{${parts.join(', ')}}`;
}

function formatProperty(property: Fields, isElement: boolean): string {
  const name = textOf(property['name']);
  const value = isSecretName(name) ? REDACTED : formatNested(property);
  return isElement && /^\d+$/.test(name) ? value : `${name}: ${value}`;
}

function formatNested(property: Fields): string {
  const value = textOf(property['value']);
  switch (property['type']) {
    case 'accessor':
      return '[getter]';
    case 'function':
      return '[function]';
    case 'string':
      return quote(value);
    default:
      return firstLine(value);
  }
}

function formatEntry(entry: Fields): string {
  const value = formatEntryPart(entry['value']);
  if (entry['key'] === undefined) return value;
  const key = formatEntryPart(entry['key']);
  return `${key} => ${isSecretName(key) ? REDACTED : value}`;
}

function formatEntryPart(part: unknown): string {
  if (!isPlainObject(part)) return '';
  const description = textOf(part['description']);
  return part['type'] === 'string' ? quote(description) : firstLine(description);
}

function quote(text: string): string {
  return `'${text}'`;
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function listOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.filter(isPlainObject) : [];
}
