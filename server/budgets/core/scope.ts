import type { ScopeKind } from "./terms";

/** What a call, or a cost, falls under. A team is known by its id where the registry speaks, by its name where costs do. */
export type Place = {
  readonly agent: string | null;
  readonly teamId: string | null;
  readonly taskClass: string | null;
  readonly runId: string | null;
};

type Scoped = { readonly scope: { readonly kind: ScopeKind; readonly id: string | null } };

/** Whether a budget is of this place. A budget of runs is, when the place is in a run. */
export function binds({ scope }: Scoped, { agent, teamId, taskClass, runId }: Place): boolean {
  switch (scope.kind) {
    case "organisation":
      return true;
    case "team":
      return scope.id === teamId;
    case "agent":
      return scope.id === agent;
    case "task_class":
      return scope.id === taskClass;
    case "run":
      return runId !== null && (scope.id === null || scope.id === agent);
  }
}

/** The window of a run among those of a budget of runs: two agents may call their runs the same. */
export const runKey = (agent: string, runId: string): string => `run:${agent}/${runId}`;
