import * as audit from "@/server/audit/service";
import type { Actor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { inTransaction } from "@/server/platform/tx";
import type { ExpectedOfAgent } from "./overrun-schema";
import * as store from "./overrun-store";

/** Notes what an agent is expected to do and to cost, as whoever edits it says; who may is known by then. The same once more changes nothing. */
export async function expectOfAgent(
  actor: Actor,
  agent: { readonly id: string; readonly name: string },
  said: ExpectedOfAgent,
): Promise<void> {
  const now = clock.now();
  await inTransaction(async (tx) => {
    const revision = await store.putEstimate(tx, agent.name, said, actor.id ?? actor.kind, now);
    if (revision === null) return;
    await audit.append(tx, {
      kind: "estimate.changed",
      actor: audit.entryActor(actor),
      subject: { type: "agent", id: agent.id },
      agentName: agent.name,
      occurredAt: now,
      data: { revision, ...said },
    });
  });
}

/** What agents are expected to do and to cost, by their names; those of whom nobody said it are not in it. */
export async function expectedOfAgents(names: readonly string[]): Promise<ReadonlyMap<string, ExpectedOfAgent>> {
  const rows = await store.listEstimatesOf(names);
  return new Map(
    rows.map(({ agentName, runsPerMonth, costPerRunMicroUsd }) => [
      agentName,
      { runsPerMonth, costPerRunMicroUsd: costPerRunMicroUsd.toString() },
    ]),
  );
}
