import type { PersonActor } from "@/server/platform/actor";
import { receiptToPeople } from "./core/people";
import { findLastOn, listRan } from "./ran-store";
import type { ShownReceipt, StoredReceipt } from "./schema";
import { veilsFor } from "./veils";

export type LastOn = { readonly actionId: string; readonly agentName: string; readonly asOf: string; readonly receipt: ShownReceipt };

/**
 * The receipt of the last call that may have changed a resource, as much as this person may see of it. Null when that
 * call left no receipt, failed, or its receipt was refused: then nobody knows how the resource stands.
 */
export async function lastReceiptOn(actor: PersonActor, resource: string, except: string, before: Date): Promise<LastOn | null> {
  const last = await findLastOn(resource, except, before);
  if (last === null || last.state !== "succeeded" || last.receipt === null || last.receivedAt === null) return null;
  const stored = last.receipt as StoredReceipt;
  if (!stored.accepted) return null;
  const veil = (await veilsFor(actor, [last.toolName]))(last);
  // Whose resource it is may itself be hidden.
  if (veil.text(resource) !== resource) return null;
  return { actionId: last.id, agentName: last.agentName, asOf: last.receivedAt.toISOString(), receipt: receiptToPeople(stored, veil) };
}

export type RanCall = { readonly args: unknown; readonly resource: string | null; readonly isWhole: boolean };

/** The newest calls of an agent that ran in a span of time, as much of them as this person may see. */
export async function ranCalls(
  actor: PersonActor,
  agentName: string,
  span: { readonly since: Date; readonly before: Date },
  limit: number,
): Promise<readonly RanCall[]> {
  const rows = await listRan(agentName, span, limit);
  const veils = await veilsFor(
    actor,
    rows.map(({ toolName }) => toolName),
  );
  return rows.map((row) => {
    const { args, because, text } = veils(row);
    return { args, resource: row.resource === null ? null : text(row.resource), isWhole: because === null };
  });
}
