interface TickUnit {
  readonly divisor: number;
  readonly suffix: string;
}

const BYTES: readonly TickUnit[] = ['B', 'KiB', 'MiB', 'GiB', 'TiB'].map((prefix, power) => ({
  divisor: 1024 ** power,
  suffix: ` ${prefix}`,
}));

const COUNTS: readonly TickUnit[] = ['', 'k', 'M', 'G', 'T'].map((suffix, power) => ({
  divisor: 1000 ** power,
  suffix,
}));

const MILLISECONDS: readonly TickUnit[] = [
  { divisor: 1e-3, suffix: ' µs' },
  { divisor: 1, suffix: ' ms' },
  { divisor: 1e3, suffix: ' s' },
  { divisor: 60e3, suffix: ' min' },
  { divisor: 3600e3, suffix: ' h' },
];

const MAX_DECIMALS = 6;

/**
 * Writes the labels of a scale, all in one unit and with as many decimals as
 * its step needs: two labels never read the same.
 *
 * @param highest The greatest magnitude on the scale: it chooses the unit.
 */
export function tickText(step: number, highest: number, unit: string | undefined): (value: number) => string {
  const { divisor, suffix } = tickUnit(highest, unit);
  const decimals = Math.min(MAX_DECIMALS, Math.max(0, Math.ceil(-Math.log10(step / divisor) - 1e-9)));
  return (value) => `${(value / divisor).toFixed(decimals)}${suffix}`;
}

function tickUnit(highest: number, unit: string | undefined): TickUnit {
  switch (unit) {
    case 'bytes':
      return largestIn(BYTES, highest);
    case 'ms':
      return largestIn(MILLISECONDS, highest);
    case 's': {
      const { divisor, suffix } = largestIn(MILLISECONDS, highest * 1000);
      return { divisor: divisor / 1000, suffix };
    }
    case 'ratio':
      return { divisor: 0.01, suffix: '%' };
    default:
      return largestIn(COUNTS, highest);
  }
}

function largestIn(units: readonly TickUnit[], highest: number): TickUnit {
  const [smallest = { divisor: 1, suffix: '' }] = units;
  return units.findLast(({ divisor }) => divisor <= highest) ?? smallest;
}
