/** The exit codes of every command but `check`. */
export const EXIT_DONE = 0;
/** It failed, or nothing matched; the reason is on stderr. */
export const EXIT_FAILED = 1;
export const EXIT_WRONG_USAGE = 2;
