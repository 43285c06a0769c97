/** Constant or varying labels of a metric: `{ method: 'GET', status: 200 }`. */
export type LabelSet = Readonly<Record<string, string | number | boolean | bigint>>;

const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** Whether a label may be called so: letters, digits and `_`, as in OpenMetrics. */
export function isLabelName(name: string): boolean {
  return LABEL_NAME.test(name);
}

/**
 * The name of a metric with its labels, in OpenMetrics form: `http.requests{method="GET",status="200"}`.
 *
 * Labels are sorted by name, so that one set has one form; `\`, `"` and line
 * feeds are escaped. Without labels it is the bare name.
 */
export function formatLabelledName(name: string, labels: LabelSet): string {
  const pairs = Object.entries(labels)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([label, value]) => `${label}="${escapeLabelValue(String(value))}"`);
  return pairs.length === 0 ? name : `${name}{${pairs.join(',')}}`;
}

// A NUL would end the name for readers in C, and what is no Unicode cannot be written as UTF-8.
function escapeLabelValue(value: string): string {
  return value
    .toWellFormed()
    .replaceAll('\0', '\ufffd')
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n');
}
