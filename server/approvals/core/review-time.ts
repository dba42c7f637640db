/** What is taken for a verdict where no two were given in one sitting. */
const UNKNOWN_SECONDS = 120;

type Timed = { readonly verdicts: number; readonly measured: number; readonly seconds: number; readonly middle: number | null };

/**
 * Seconds that people spent on verdicts: measured between two of one sitting; the first of a sitting counts as the middle
 * of what was measured, two minutes where nothing was.
 */
export const reviewSeconds = ({ verdicts, measured, seconds, middle }: Timed): number =>
  Math.round(seconds + (verdicts - measured) * (middle ?? UNKNOWN_SECONDS));

/** What so many seconds cost at a rate, in micro-USD, rounded half up. */
export const reviewCost = (seconds: number, microUsdPerHour: bigint): bigint => (BigInt(seconds) * microUsdPerHour + 1_800n) / 3_600n;
