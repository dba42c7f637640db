import { append, entryActor } from "@/server/audit/service";
import { listActivePeople } from "@/server/identity/service";
import { ok, type Result, refuse } from "@/server/kernel/result";
import { notify } from "@/server/notifications/service";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { inTransaction } from "@/server/platform/tx";
import { access } from "./access";
import { monthWords } from "./core/months";
import type { Named } from "./schema";
import * as store from "./statement-store";

/** People whom a statement may be handed over to. */
export async function listCandidates(actor: PersonActor): Promise<Result<readonly Named[]>> {
  if (!access.handOver(actor)) return refuse("forbidden", "Only operators say whose a statement is.");
  return ok((await listActivePeople()).map(({ id, name }) => ({ id, name })));
}

/** Makes a statement someone else's to acknowledge, and tells them. */
export async function handOver(
  actor: PersonActor,
  { id, ownerId }: { readonly id: string; readonly ownerId: string },
  now: Date = clock.now(),
): Promise<Result<{ id: string }>> {
  if (!access.handOver(actor)) return refuse("forbidden", "Only operators say whose a statement is.");
  const row = await store.findStatement(id);
  if (row === null) return refuse("not_found", "There is no such statement.");
  if (row.ownerId === ownerId) return ok({ id });
  if (!(await listActivePeople()).some((person) => person.id === ownerId)) return refuse("not_found", "There is no such person.");
  return inTransaction(async (tx) => {
    if (!(await store.giveStatement(tx, id, row.ownerId, ownerId))) {
      return refuse("conflict", "The statement was acknowledged or handed over meanwhile. Look at it again.");
    }
    await append(tx, {
      kind: "statement.handed_over",
      actor: entryActor(actor),
      subject: { type: "statement", id },
      occurredAt: now,
      data: { from: row.ownerId, to: ownerId },
    });
    const team = row.team === "" ? "what no team is charged with" : row.team;
    await notify(
      tx,
      [
        {
          kind: "statement.handed_over",
          subject: { type: "statement", id },
          recipients: [{ personId: ownerId, because: "it was handed over to you" }],
          important: false,
          title: `The statement of ${team} for ${monthWords(row.month)} waits for you`,
          body: `${actor.name} handed it over to you. Acknowledge it, or say what is wrong with it.`,
          path: `/spend/statements/${id}`,
          groupKey: `statement:${row.month}`,
          dedupeKey: `statement:${id}:${ownerId}:${now.getTime()}`,
        },
      ],
      now,
    );
    return ok({ id });
  });
}
