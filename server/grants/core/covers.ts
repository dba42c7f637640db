import { isInScope, type Scope, type Scoped } from "./scope";

/** A grant as the gate looks at it. */
export type LiveGrant = {
  readonly id: string;
  readonly scope: Scope;
  readonly runId: string | null;
  readonly endsAt: Date;
  readonly maxUses: number | null;
  readonly budgetMicroUsd: bigint | null;
  readonly uses: number;
  readonly spentMicroUsd: bigint;
  readonly agentPrint: string;
  readonly toolPrint: string;
  readonly authorId: string;
  readonly onBehalfOfId: string | null;
  readonly isWaived: boolean;
};

/** What of a call decides whether a grant covers it. */
export type CoveredCall = Scoped & {
  readonly runId: string | null;
  /** As the agent stated it; null when it stated none. */
  readonly amountMicroUsd: bigint | null;
  readonly agentPrint: string;
  readonly toolPrint: string;
  /** Who answers for the call: whoever set it off, the agent's owner, the author of the rule that asks people. */
  readonly lineage: readonly (string | null)[];
};

/** What a call without a stated amount takes from a budget cannot be counted, so a budget does not cover it. */
function isWithinBounds(grant: LiveGrant, { amountMicroUsd }: CoveredCall, now: Date): boolean {
  if (grant.endsAt <= now) return false;
  if (grant.maxUses !== null && grant.uses >= grant.maxUses) return false;
  if (grant.budgetMicroUsd === null) return true;
  return amountMicroUsd !== null && grant.spentMicroUsd + amountMicroUsd <= grant.budgetMicroUsd;
}

/** Nobody decides on a call of their own, ahead of time no more than when it comes. */
const isOwnHand = ({ authorId, onBehalfOfId, isWaived }: LiveGrant, { lineage }: CoveredCall): boolean =>
  !isWaived && (lineage.includes(authorId) || (onBehalfOfId !== null && lineage.includes(onBehalfOfId)));

/** Whether a live grant turns this call's "ask people" into "allow". */
export function covers(grant: LiveGrant, call: CoveredCall, now: Date): boolean {
  if (grant.agentPrint !== call.agentPrint || grant.toolPrint !== call.toolPrint) return false;
  if (grant.runId !== null && grant.runId !== call.runId) return false;
  return isWithinBounds(grant, call, now) && !isOwnHand(grant, call) && isInScope(grant.scope, call);
}

const WIDTH = { call: 0, shape: 1, tool: 2 } as const satisfies Record<Scope["kind"], number>;

/** The narrowest grant that covers the call, of those the one that ends first; null when none does. */
export function coveringGrant(grants: readonly LiveGrant[], call: CoveredCall, now: Date): LiveGrant | null {
  const fitting = grants.filter((grant) => covers(grant, call, now));
  const narrower = (a: LiveGrant, b: LiveGrant) =>
    WIDTH[a.scope.kind] - WIDTH[b.scope.kind] || a.endsAt.getTime() - b.endsAt.getTime() || (a.id < b.id ? -1 : 1);
  return fitting.toSorted(narrower)[0] ?? null;
}
