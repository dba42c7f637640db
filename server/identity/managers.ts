import * as audit from "@/server/audit/service";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { Actor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { inTransaction, type PrismaTx } from "@/server/platform/tx";
import { access } from "./access";
import * as store from "./manager-store";

type Named = { readonly id: string; readonly name: string };
type SetManager = { readonly personId: string; readonly managerId: string | null };

/** Says who a person answers to, or that they answer to nobody. Nobody answers to themselves, over any number of people. */
export async function setManager(actor: Actor, { personId, managerId }: SetManager): Promise<Result<void>> {
  if (!access.manage(actor)) return refuse("forbidden", "Only an administrator may do this.");
  const now = clock.now();
  return inTransaction(async (tx) => {
    await store.lockManagers(tx);
    const [person] = await store.listUpwards(tx, personId);
    if (person === undefined) return refuse("not_found", "There is no such person.");
    const why = managerId === null ? null : await whyNot(tx, person, managerId);
    if (why !== null) return refuse("invalid_request", why, { errors: [{ path: "managerId", message: why }] });
    if (!(await store.setManager(tx, personId, managerId, now))) return ok(undefined);
    const subject = { type: "person", id: personId };
    await audit.append(tx, { kind: "person.manager_set", actor: audit.entryActor(actor), subject, occurredAt: now, data: { managerId } });
    return ok(undefined);
  });
}

/** Why this person cannot answer to that one, or null when they can. */
async function whyNot(tx: PrismaTx, person: Named, managerId: string): Promise<string | null> {
  if (managerId === person.id) return "Choose someone else: nobody answers to themselves.";
  if (!(await store.isActive(tx, managerId))) return "Choose someone who is active here.";
  const above = await store.listUpwards(tx, managerId);
  const at = above.findIndex(({ id }) => id === person.id);
  if (at < 0) return null;
  const names = [person, ...above.slice(0, at + 1)].map(({ name }) => name);
  return `That would go in a circle: ${names.join(" → ")}. Choose someone else.`;
}
