import { ok, type Result } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import type { StoryApproval } from "@/server/traces/story";
import { readCard } from "./card";
import type { ApprovalCard } from "./schema";
import { listByActions } from "./store";

/** What people were asked about these actions and what they said, by action, as much of it as this reader may see. */
export async function toldOfActions(actor: PersonActor, actionIds: readonly string[]): Promise<Result<ReadonlyMap<string, StoryApproval>>> {
  const requests = actionIds.length === 0 ? [] : await listByActions(actionIds);
  const told = new Map<string, StoryApproval>();
  for (const { id, actionId } of requests) {
    const card = await readCard(actor, id);
    if (!card.ok) return card;
    told.set(actionId, toTold(card.value));
  }
  return ok(told);
}

function toTold(card: ApprovalCard): StoryApproval {
  const { decided } = card;
  return {
    id: card.id,
    state: card.state,
    asks: [...new Set(card.stages.flatMap(({ asks }) => asks))],
    dueAt: card.dueAt,
    votes: card.votes
      .filter(({ outcome }) => outcome !== "undone" && outcome !== "void")
      .map(({ person, onBehalfOf, verdict, reason, castAt, stepUp }) => ({
        person: person.name,
        onBehalfOf: onBehalfOf?.name ?? null,
        verdict,
        reason,
        at: castAt,
        confirmedBy: stepUp?.kind ?? null,
      })),
    edits: card.edits.map(({ by, reason, at, changes }) => ({ by: by.name, reason, at, changes })),
    barred: card.barred.map(({ person, why }) => ({ person: person.name, why })),
    decided: decided === null ? null : { by: decided.by?.name ?? null, at: decided.at, reason: decided.reason },
  };
}
