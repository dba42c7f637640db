import { binds } from "./scope";
import type { Measure, ScopeKind } from "./terms";

/** What came to the counted cost within an hour, by what it is of. */
export type Flow = {
  readonly agent: string | null;
  readonly team: string | null;
  readonly taskClass: string | null;
  readonly hour: Date;
  readonly tokens: bigint;
  readonly picoUsd: bigint;
};

type Of = {
  readonly scope: { readonly kind: ScopeKind; readonly id: string | null };
  /** Costs know teams by their names. */
  readonly teamName: string | null;
  readonly measure: Measure;
};

/** Whether what was counted is counted in a budget, runs aside: what a run took is read from its traces. */
export function isCountedIn({ scope, teamName, measure }: Of, { agent, team, taskClass }: Flow): boolean {
  if (scope.kind === "run" || (measure !== "money" && measure !== "tokens")) return false;
  const teamId = scope.kind === "team" && team !== null && team === teamName ? scope.id : "";
  return binds({ scope }, { agent, teamId, taskClass, runId: null });
}

/** What comes to a window of a budget, in the units of its counters. */
export function flowTo(of: Of, { from, to }: { readonly from: Date | null; readonly to: Date | null }, flows: readonly Flow[]): bigint {
  if (from === null || to === null) return 0n;
  const own = flows.filter((flow) => flow.hour >= from && flow.hour < to && isCountedIn(of, flow));
  return own.reduce((sum, { tokens, picoUsd }) => sum + (of.measure === "money" ? picoUsd : tokens), 0n);
}
