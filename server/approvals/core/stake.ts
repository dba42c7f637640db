export type Impact = {
  readonly amountMicroUsd: string | null;
  readonly records: number | null;
  readonly external: boolean | null;
  readonly reversible: boolean | null;
};

const whole = (value: unknown): string | null =>
  (typeof value === "string" || typeof value === "number") && /^-?\d{1,30}$/.test(String(value)) ? String(value) : null;
const flag = (value: unknown): boolean | null => (typeof value === "boolean" ? value : null);

/** What the agent stated about the impact, as stored; anything that is not of the right shape counts as not stated. */
export function readImpact(stored: unknown): Impact {
  const impact = (typeof stored === "object" && stored !== null ? stored : {}) as Record<string, unknown>;
  return {
    amountMicroUsd: whole(impact.amountMicroUsd),
    records: typeof impact.records === "number" ? impact.records : null,
    external: flag(impact.external),
    reversible: flag(impact.reversible),
  };
}

/** What is at stake beside money and records, in two words at most; null when nothing is. */
export function stakeText(impact: Impact, sideEffect: string | null): string | null {
  if (impact.reversible === false || sideEffect === "irreversible") return "Irreversible";
  if (impact.external === true) return "External";
  return null;
}
