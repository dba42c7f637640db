import { randomUUID } from "node:crypto";
import { settleBudgets } from "@/server/budgets/settling";
import { consume, propose } from "@/server/gate/service";
import { mintKey } from "@/server/platform/actor";

// A process of its own for tests that kill it: an agent's calls, each of which holds something of a budget, or the
// worker that settles them. `node --import tsx budgeted-process.ts agent|worker AGENT KEY_ID`.

const [role, agent = "", id = ""] = process.argv.slice(2);
const key = mintKey({ id, name: "agents", scopes: new Set(["actions:write", "actions:read"] as const), agentName: null });

async function callAgain(): Promise<void> {
  const worstCase = { costMicroUsd: "1000" };
  const call = { agent, tool: "crm.read_account", args: { account: "acme" }, initiator: { type: "system", id: "test" }, worstCase };
  const answer = await propose(key, call, randomUUID());
  // Half of the calls go on to run, so that the process dies with permissions and with leases in its hands.
  if (answer.ok && Math.random() < 0.5)
    await consume(key, answer.value.id ?? "", { actionDigest: answer.value.actionDigest }, randomUUID());
}

const work = role === "worker" ? () => settleBudgets(new Date()) : callAgain;
process.stdout.write("ready\n");
await Promise.all(
  Array.from({ length: role === "worker" ? 1 : 8 }, async () => {
    for (;;) await work();
  }),
);
