const WIDTH = 72;
const HEIGHT = 16;
const POINTS = 60;

/** The last minute of a metric, small: from zero or its least up; a gap is a gap. */
export function Sparkline({ values }: { readonly values: readonly (number | null)[] }) {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return null;
  const most = Math.max(...known);
  const least = Math.min(0, ...known);
  const span = most === least ? 1 : most - least;
  const path = values.map((value, index) => {
    if (value === null) return '';
    const x = ((index + POINTS - values.length) / (POINTS - 1)) * WIDTH;
    const y = HEIGHT - 1.5 - ((value - least) / span) * (HEIGHT - 3);
    const isBegun = index > 0 && values[index - 1] !== null;
    return `${isBegun ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`;
  });
  return (
    <svg class="sparkline" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width={WIDTH} height={HEIGHT} aria-hidden="true">
      <path d={path.join('')} />
    </svg>
  );
}
