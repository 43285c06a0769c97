/** What follows of a process in a sample: only what is not as in the sample before. */
export const TARGET_PARTS = { head: 1, state: 2, facts: 4, files: 8, values: 16 } as const;

/** What follows of a sample before its processes. */
export const SAMPLE_PARTS = { searched: 1, list: 2 } as const;
