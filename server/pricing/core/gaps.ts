type Held = {
  readonly provider: string;
  readonly model: string;
  readonly serviceTier: string;
  readonly startsAt: string | null;
  readonly endsAt: string | null;
};
/** A span of days, up to but not including the last moment; without an end it lasts. */
export type Gap = {
  readonly provider: string;
  readonly model: string;
  readonly serviceTier: string;
  readonly from: string;
  readonly to: string | null;
};

/** Where agreed prices that do not overlap leave off: between two of one model, and after its last one that ends. Times in ISO 8601, UTC. */
export function gapsIn(prices: readonly Held[]): readonly Gap[] {
  const byModel = Map.groupBy(prices, ({ provider, model, serviceTier }) => JSON.stringify([provider, model, serviceTier]));
  return [...byModel.values()].flatMap((of) => {
    const ordered = of.toSorted((a, b) => (a.startsAt ?? "").localeCompare(b.startsAt ?? ""));
    return ordered.flatMap(({ provider, model, serviceTier, endsAt }, i) => {
      const to = ordered[i + 1]?.startsAt ?? null;
      return endsAt === null || endsAt === to ? [] : [{ provider, model, serviceTier, from: endsAt, to }];
    });
  });
}
