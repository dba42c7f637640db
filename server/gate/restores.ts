import { recordReview } from "@/server/approvals/reviews";
import { thawForAgent } from "@/server/approvals/service";
import { agreeToRestore, openRestore } from "@/server/fleet/reinstatements";
import { lockAgent, reinstateAgent } from "@/server/fleet/service";
import { organisation } from "@/server/identity/service";
import { invariant, ok, type Result } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { inTransaction, type PrismaTx } from "@/server/platform/tx";

// Stopping takes one person, starting again two, except in the single-operator mode: then one does it alone, and it
// goes on the list for someone to look at later.

export type Restored = { readonly agent: string; readonly state: string; readonly thawedApprovals: number };
export type RestoreAsked = { readonly agent: string; readonly id: string; readonly lapsesAt: string; readonly restored: Restored | null };

type Agreed = { readonly id: string; readonly reason: string; readonly askedById: string };

/** What was frozen waits on with its time given back; what was revoked stays revoked. */
async function restore(tx: PrismaTx, actor: PersonActor, name: string, agreed: Agreed, now: Date): Promise<Restored> {
  const { id, reason, askedById } = agreed;
  const isAlone = askedById === actor.id;
  const by = actor.roles.has("operator") ? "operator" : "owner";
  const reinstated = await reinstateAgent(tx, actor, { name, reason, data: { restoreId: id, askedBy: askedById, by, isAlone } }, now);
  invariant(reinstated.ok, "an agent that was agreed to restore is not suspended");
  if (isAlone) await recordReview(tx, { subject: { type: "restore", id }, personId: actor.id, what: "restore" }, now);
  const thawedApprovals = await thawForAgent(tx, actor, name, now);
  return { agent: name, state: reinstated.value.state, thawedApprovals };
}

/** Asks that a killed agent work again. It stays stopped until a second person agrees; in the single-operator mode it works at once. */
export async function askRestore(actor: PersonActor, name: string, reason: string): Promise<Result<RestoreAsked>> {
  const now = clock.now();
  const { isSingleOperator } = await organisation();
  return inTransaction(async (tx) => {
    await lockAgent(tx, name, "exclusive");
    const opened = await openRestore(tx, actor, name, reason, now);
    if (!opened.ok) return opened;
    const { id, lapsesAt } = opened.value;
    const asked = { agent: name, id, lapsesAt: lapsesAt.toISOString() };
    if (!isSingleOperator) return ok({ ...asked, restored: null });
    const restored = await agree(tx, actor, { name, id, isAlone: true }, now);
    invariant(restored.ok, "a wish that was just noted cannot be agreed to");
    return ok({ ...asked, restored: restored.value });
  });
}

/** Agrees to what another person asked: the agent works again, once, however many agree at the same moment. */
export async function confirmRestore(actor: PersonActor, seen: { readonly name: string; readonly id: string }): Promise<Result<Restored>> {
  const now = clock.now();
  const { isSingleOperator } = await organisation();
  return inTransaction(async (tx) => {
    await lockAgent(tx, seen.name, "exclusive");
    return agree(tx, actor, { ...seen, isAlone: isSingleOperator }, now);
  });
}

type Seen = { readonly name: string; readonly id: string; readonly isAlone: boolean };

async function agree(tx: PrismaTx, actor: PersonActor, seen: Seen, now: Date): Promise<Result<Restored>> {
  const agreed = await agreeToRestore(tx, actor, seen, now);
  if (!agreed.ok) return agreed;
  return ok(await restore(tx, actor, seen.name, { id: seen.id, ...agreed.value }, now));
}
