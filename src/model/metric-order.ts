/** What every program has comes behind what only this one has; what identifies it and us comes last. */
const COMMON_PREFIXES = ['nodejs.', 'process.'];
const INTERNAL_PREFIXES = ['sys.', 'org.', 'porthole.'];

/** The metrics with the application's own first, otherwise in the order of the files. */
export function orderMetrics<Row extends { readonly label: string }>(rows: readonly Row[]): readonly Row[] {
  return rows.toSorted((a, b) => rankOf(a) - rankOf(b));
}

function rankOf({ label }: { readonly label: string }): number {
  if (INTERNAL_PREFIXES.some((prefix) => label.startsWith(prefix))) return 2;
  return COMMON_PREFIXES.some((prefix) => label.startsWith(prefix)) ? 1 : 0;
}
