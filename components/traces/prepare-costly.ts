/** From so many runs on it can be said what is costly among them. */
const FEWEST = 20;
const SHARE = 0.95;
const STEPS = [1, 2, 5] as const;

/** From which cost on, in US dollars and a round figure, about one in twenty of these runs lies (in micro-USD); null where that cannot be said. */
export function costlyOf(costs: readonly number[]): number | null {
  const at = [...costs].sort((a, b) => a - b)[Math.floor(costs.length * SHARE)] ?? 0;
  if (costs.length < FEWEST || at < 1) return null;
  const power = 10 ** Math.floor(Math.log10(at));
  const round = Math.max(...STEPS.filter((step) => step * power <= at), 1) * power;
  return Number((round / 1e6).toPrecision(1));
}
