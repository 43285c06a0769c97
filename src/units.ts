const BINARY_PREFIXES = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
const DECIMAL_PREFIXES = ['', 'k', 'M', 'G', 'T', 'P'];

/** Three significant digits without an exponent: `0.123`, `1.23`, `12.3`, `123`, `1234`. */
export function formatShort(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '-∞';
  const magnitude = Math.abs(value);
  if (magnitude === 0) return '0';
  if (magnitude < 0.001) return value.toExponential(0);
  const decimals = magnitude >= 100 ? 0 : magnitude >= 10 ? 1 : magnitude >= 1 ? 2 : 3;
  return trimZeros(value.toFixed(decimals));
}

/** A byte count in binary units: `512 B`, `1.5 MiB`. */
export function formatBytes(bytes: number): string {
  return scale(bytes, 1024, BINARY_PREFIXES, ' ');
}

/** A plain number in decimal units: `950`, `12.3k`, `1.2M`. */
export function formatCount(count: number): string {
  return scale(count, 1000, DECIMAL_PREFIXES, '');
}

/** A length of time from microseconds to days, the two largest parts: `450 µs`, `1.25 s`, `3d04h`. */
export function formatDurationMs(durationMs: number): string {
  if (!Number.isFinite(durationMs)) return formatShort(durationMs);
  const magnitude = Math.abs(durationMs);
  if (magnitude === 0) return '0 ms';
  if (magnitude < 1) return `${formatShort(durationMs * 1e3)} µs`;
  if (magnitude < 1e3) return `${formatShort(durationMs)} ms`;
  if (magnitude < 60e3) return `${formatShort(durationMs / 1e3)} s`;
  const seconds = Math.floor(durationMs / 1e3);
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m${pad2(seconds % 60)}s`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)}h${pad2(Math.floor(seconds / 60) % 60)}m`;
  return `${Math.floor(seconds / 86400)}d${pad2(Math.floor(seconds / 3600) % 24)}h`;
}

/**
 * A value with its unit as a person reads it.
 *
 * @param unit `bytes`, `ms`, `s`, `ratio` (0–1), or any noun, which is left to the caller to print.
 */
export function formatWithUnit(value: number, unit: string | undefined): string {
  switch (unit) {
    case 'bytes':
      return formatBytes(value);
    case 'ms':
      return formatDurationMs(value);
    case 's':
      return formatDurationMs(value * 1e3);
    case 'ratio':
      return `${formatShort(value * 100)}%`;
    default:
      return formatCount(value);
  }
}

function scale(value: number, step: number, prefixes: readonly string[], gap: string): string {
  if (!Number.isFinite(value)) return formatShort(value);
  let scaled = value;
  let index = 0;
  // 999.5 would be printed as 1000 of the smaller unit.
  while (Math.abs(scaled) >= step - 0.5 && index < prefixes.length - 1) {
    scaled /= step;
    index++;
  }
  return `${formatShort(scaled)}${gap}${prefixes[index] ?? ''}`.trimEnd();
}

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

function pad2(value: number): string {
  return String(value).padStart(2, '0');
}
