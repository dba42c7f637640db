import { readForGate } from "@/server/fleet/service";
import { inPgTransaction } from "@/server/platform/tx";
import { printsOf } from "./prints";
import { endChanged, endOver } from "./service";
import { listPrints } from "./store";

type Rested = Awaited<ReturnType<typeof listPrints>>[number];

const pairOf = ({ agentName, toolName }: Rested) => `${agentName} ${toolName}`;

/** Ends what is over and what rests on an agent or a tool that has become another. */
export async function endStale(now: Date): Promise<void> {
  await inPgTransaction((tx) => endOver(tx, now));
  const resting = await listPrints();
  if (resting.length === 0) return;
  await inPgTransaction(async (tx) => {
    const pairs = new Map(resting.map((grant) => [pairOf(grant), grant]));
    const read = async (grant: Rested) => [pairOf(grant), printsOf(await readForGate(tx, grant.agentName, grant.toolName))] as const;
    const prints = new Map(await Promise.all([...pairs.values()].map(read)));
    for (const grant of resting) {
      const current = prints.get(pairOf(grant));
      if (current?.toolPrint !== grant.toolPrint) await endChanged(tx, grant.id, "tool_changed", now);
      else if (current.agentPrint !== grant.agentPrint) await endChanged(tx, grant.id, "agent_changed", now);
    }
  });
}
