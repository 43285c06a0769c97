/** One update, many times over: the loop stands in the case, so that the engine sees what a program would show it. */
export type RunUpdates = (count: number) => void;

/** The cases of one library by name. Only the case that is run is prepared. */
export type Cases = Readonly<Record<string, () => RunUpdates>>;

const VALUE_COUNT = 4096;

/** Durations in whole µs as a web server's: log-normal, median 3 ms. The same in each process. */
export function durationsUs(): readonly number[] {
  let seed = 42;
  const random = (): number => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return (seed + 1) / 2 ** 32;
  };
  return Array.from({ length: VALUE_COUNT }, () => {
    const normal = Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
    return Math.max(1, Math.round(3000 * Math.exp(normal)));
  });
}

/** `values[index & INDEX_MASK]` goes round them. */
export const INDEX_MASK = VALUE_COUNT - 1;
