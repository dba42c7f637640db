/** The quantile of the normal distribution that leaves 2.5 % on either side. */
const Z = 1.959963984540054;

export type Interval = { readonly low: number; readonly high: number };
export type Estimate = Interval & { readonly value: number };
/** So many of so many. */
export type Share = { readonly of: number; readonly count: number };

/**
 * A share with its 95 % interval after Wilson (1927), which holds for few cases and near 0 and 1, where the textbook's
 * interval does not. Of nothing, everything is possible.
 */
export function shareOf({ of, count }: Share): Estimate {
  if (of === 0) return { value: 0, low: 0, high: 1 };
  const p = count / of;
  const z2 = Z * Z;
  const centre = (p + z2 / (2 * of)) / (1 + z2 / of);
  const half = (Z * Math.sqrt((p * (1 - p)) / of + z2 / (4 * of * of))) / (1 + z2 / of);
  return { value: p, low: count === 0 ? 0 : Math.max(0, centre - half), high: count === of ? 1 : Math.min(1, centre + half) };
}

/** A sum of independent estimates with weights, its interval recovered from theirs (MOVER: Zou and Donner 2008). */
function weighted(parts: readonly { readonly weight: number; readonly estimate: Estimate }[]): Estimate {
  let [value, below, above] = [0, 0, 0];
  for (const { weight, estimate } of parts) {
    const [down, up] = [weight * (estimate.value - estimate.low), weight * (estimate.high - estimate.value)];
    value += weight * estimate.value;
    below += weight < 0 ? up ** 2 : down ** 2;
    above += weight < 0 ? down ** 2 : up ** 2;
  }
  return { value, low: value - Math.sqrt(below), high: value + Math.sqrt(above) };
}

/** How much larger one share is than another, with its 95 % interval: Newcombe (1998), method 10. */
export const differenceOf = (one: Share, other: Share): Estimate =>
  weighted([
    { weight: 1, estimate: shareOf(one) },
    { weight: -1, estimate: shareOf(other) },
  ]);

/** The share to expect where part of the cases go to `other`, with its 95 % interval. */
export const mixOf = (one: Share, other: Share, part: number): Estimate =>
  weighted([
    { weight: 1 - part, estimate: shareOf(one) },
    { weight: part, estimate: shareOf(other) },
  ]);

export type Mean = { readonly of: number; readonly mean: number; readonly deviation: number };

/** A mean with its 95 % interval by the central limit theorem: for money what counts is the mean, however skewed single costs are. */
export function meanOf({ of, mean, deviation }: Mean): Estimate {
  if (of < 2) return { value: mean, low: 0, high: Number.POSITIVE_INFINITY };
  const half = (Z * deviation) / Math.sqrt(of);
  return { value: mean, low: Math.max(0, mean - half), high: mean + half };
}

/** How much larger one mean is than another, with its 95 % interval (Welch, with the normal quantile). */
export function meanDifferenceOf(one: Mean, other: Mean): Estimate {
  const value = one.mean - other.mean;
  if (one.of < 2 || other.of < 2) return { value, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  const half = Z * Math.sqrt(one.deviation ** 2 / one.of + other.deviation ** 2 / other.of);
  return { value, low: value - half, high: value + half };
}
