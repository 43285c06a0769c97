/** What can be typed for a time. */
export const TIME_FORMS = '15:04, 15:04:05, or -5m, -90s, -1h30m';

const CLOCK = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/;
const BACK = /^-(?=\d)(?:(\d{1,4})h)?(?:(\d{1,4})m)?(?:(\d{1,5})s?)?$/;
const DAY_MS = 86_400_000;

/**
 * The time that a text means: a time of day in the local time zone, the last that has been; or so long ago.
 *
 * @param nowMs Since the epoch, as is what is returned.
 * @returns `undefined` for a text that means none.
 */
export function parseTime(text: string, nowMs: number): number | undefined {
  const back = BACK.exec(text.trim());
  if (back !== null) {
    const [hours = 0, minutes = 0, seconds = 0] = back.slice(1).map((part: string | undefined) => Number(part ?? 0));
    return nowMs - (hours * 3600 + minutes * 60 + seconds) * 1000;
  }
  const clock = CLOCK.exec(text.trim());
  if (clock === null) return undefined;
  const [hours = 0, minutes = 0, seconds = 0] = clock.slice(1).map((part: string | undefined) => Number(part ?? 0));
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
  const wallMs = new Date(nowMs).setHours(hours, minutes, seconds, 0);
  // A clock that stands some seconds on is not yesterday's.
  return wallMs > nowMs + 60_000 ? wallMs - DAY_MS : wallMs;
}
