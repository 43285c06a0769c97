import { PortholeError } from '../errors.js';

/** A range of the Monitoring Plugins guidelines: values outside of it alert, or with `@` those inside. */
export interface AlertRange {
  /** As it was written: so it stands in the performance data. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly isInside: boolean;
}

const NUMBER = String.raw`-?(?:\d+\.?\d*|\.\d+)`;
const RANGE = new RegExp(`^(?<at>@?)(?:(?<start>~|${NUMBER})?:(?<end>${NUMBER})?|(?<single>${NUMBER}))$`);

/**
 * Understands `10` (0 to 10), `10:` (10 and more), `~:10` (10 and less), `10:20`, and `@10:20`, which alerts inside.
 *
 * @throws PortholeError `wrong-usage` for anything else, and for a range that ends before it starts.
 */
export function parseAlertRange(text: string): AlertRange {
  const groups = RANGE.exec(text.trim())?.groups;
  const { at = '', start, end, single } = groups ?? {};
  const isEmpty = start === undefined && end === undefined && single === undefined;
  if (groups === undefined || isEmpty) {
    throw new PortholeError('wrong-usage', `${text}: a range is 10, 10:, ~:10, 10:20 or @10:20`);
  }
  const range = {
    text: text.trim(),
    start: start === '~' ? Number.NEGATIVE_INFINITY : Number(start ?? 0),
    end: Number(single ?? end ?? Number.POSITIVE_INFINITY),
    isInside: at === '@',
  };
  if (range.start > range.end) throw new PortholeError('wrong-usage', `${text}: the range ends before it starts`);
  return range;
}

/** Whether a value alerts. Both ends belong to the range. */
export function isAlert({ start, end, isInside }: AlertRange, value: number): boolean {
  return (value >= start && value <= end) === isInside;
}
