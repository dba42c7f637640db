import { capOf, type Position, remainingOf, strictest, toKept, toShown } from "./judge";
import type { Measure, ScopeKind, Threshold, Window } from "./terms";
import { asksWords, cutOffWords, type Said, throttleWords } from "./words";

/** A budget that binds a call, with how its window stands. */
export type Weighed = {
  readonly id: string;
  readonly name: string;
  readonly scope: { readonly kind: ScopeKind; readonly id: string | null };
  readonly measure: Measure;
  readonly window: Window;
  readonly thresholds: readonly Threshold[];
  /** The limit in the units of counters, without extensions. */
  readonly kept: bigint;
  readonly key: string;
  readonly from: Date | null;
  readonly to: Date | null;
  readonly position: Position;
  /** Of what is spent, the part that stands in no counter. */
  readonly besides: bigint;
  readonly minute: Date | null;
  readonly minuteCalls: number;
};

/** The most that a call may take, as its agent says: micro-USD and tokens. */
export type WorstCase = { readonly costMicroUsd: bigint; readonly tokens: bigint };

/** What a call may take of a measure, in the units of counters. */
export function takenBy(measure: Measure, { costMicroUsd, tokens }: WorstCase): bigint {
  switch (measure) {
    case "money":
      return toKept("money", costMicroUsd);
    case "tokens":
      return tokens;
    case "wall_time":
      return 0n;
    default:
      return 1n;
  }
}

export type BudgetVerdict =
  | { readonly effect: "deny"; readonly budget: Weighed; readonly reason: string }
  | { readonly effect: "require_approval"; readonly budget: Weighed; readonly reason: string; readonly groupIds: readonly string[] };

export const minuteOf = (now: Date): Date => new Date(Math.floor(now.getTime() / 60_000) * 60_000);

export const saidOf = (budget: Weighed, zone: string): Said => ({
  name: budget.name,
  scope: budget.scope,
  measure: budget.measure,
  window: budget.window,
  from: budget.from,
  to: budget.to,
  zone,
  limit: toShown(budget.measure, budget.position.limit),
  left: toShown(budget.measure, remainingOf(budget.position)),
});

function verdictOf(budget: Weighed, x: bigint, now: Date, zone: string): BudgetVerdict | null {
  const threshold = strictest(budget.thresholds, budget.position, x);
  if (threshold === null || threshold.act === "notify") return null;
  const said = saidOf(budget, zone);
  switch (threshold.act) {
    case "cut_off": {
      const left = capOf(budget.position.limit, threshold.percent) - budget.position.spent - budget.position.reserved;
      return {
        effect: "deny",
        budget,
        reason: cutOffWords({ ...said, left: left > 0n ? toShown(budget.measure, left) : 0n }, toShown(budget.measure, x)),
      };
    }
    case "throttle": {
      const isFull = budget.minute?.getTime() === minuteOf(now).getTime() && budget.minuteCalls >= (threshold.perMinute ?? 1);
      const next = new Date(minuteOf(now).getTime() + 60_000);
      return isFull ? { effect: "deny", budget, reason: throttleWords(said, threshold, next) } : null;
    }
    case "require_approval":
      return { effect: "require_approval", budget, reason: asksWords(said, threshold), groupIds: threshold.groupIds };
  }
}

/** What the budgets of a call say to it: the first denial, else the first that asks people, else null. Pure. */
export function weigh(budgets: readonly Weighed[], worstCase: WorstCase, now: Date, zone: string): BudgetVerdict | null {
  const verdicts = budgets.flatMap((budget) => verdictOf(budget, takenBy(budget.measure, worstCase), now, zone) ?? []);
  return verdicts.find(({ effect }) => effect === "deny") ?? verdicts[0] ?? null;
}

/** What ends a permission that was given before: a window whose cut-off is passed by what was spent. Calls are not counted again. */
export function endedBy(budgets: readonly Weighed[], zone: string): string | null {
  for (const budget of budgets) {
    if (budget.measure === "steps" || budget.measure === "repeats") continue;
    const threshold = strictest(budget.thresholds, { ...budget.position, reserved: 0n }, 0n);
    if (threshold?.act === "cut_off") return cutOffWords({ ...saidOf(budget, zone), left: 0n }, 0n);
  }
  return null;
}
