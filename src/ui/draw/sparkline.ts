const LEVELS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/**
 * The last `width` values as blocks of eight heights; a gap is a space.
 *
 * The scale runs from the least to the greatest value shown, and a flat line stays low.
 */
export function drawSparkline(values: readonly (number | undefined)[], width: number): string {
  const shown = values.slice(-width);
  const known = shown.filter(isFinite);
  const least = Math.min(...known);
  const range = Math.max(...known) - least;
  const blocks = shown.map((value) => {
    if (!isFinite(value)) return ' ';
    const level = range > 0 ? Math.round(((value - least) / range) * (LEVELS.length - 1)) : 0;
    return LEVELS[level] ?? ' ';
  });
  return blocks.join('').padStart(width);
}

function isFinite(value: number | undefined): value is number {
  return value !== undefined && Number.isFinite(value);
}
