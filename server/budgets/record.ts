import * as audit from "@/server/audit/service";
import type { Actor } from "@/server/platform/actor";
import type { Tx } from "@/server/platform/tx";

type Entry = Parameters<typeof audit.append>[1];
export type BudgetKind = "created" | "edited" | "retired" | "threshold_reached" | "cut_off" | "extension_asked" | "extended";

/** The audit entry of what happened to a budget. */
export const record = (
  tx: Tx,
  actor: Pick<Actor, "kind" | "id">,
  kind: BudgetKind,
  budget: { readonly id: string; readonly agent: string | null; readonly actionId?: string },
  data: Entry["data"],
  now: Date,
): Promise<void> =>
  audit.append(tx, {
    kind: `budget.${kind}`,
    actor: audit.entryActor(actor),
    subject: { type: "budget", id: budget.id },
    ...(budget.agent === null ? {} : { agentName: budget.agent }),
    ...(budget.actionId === undefined ? {} : { actionId: budget.actionId }),
    occurredAt: now,
    data,
  });

/** The agent that a budget is of, if it is of one. */
export const agentOf = ({ scope }: { readonly scope: { readonly kind: string; readonly id: string | null } }): string | null =>
  scope.kind === "agent" || scope.kind === "run" ? scope.id : null;
