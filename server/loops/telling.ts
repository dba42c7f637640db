import { idsOfRoles } from "@/server/identity/service";
import { notify } from "@/server/notifications/service";
import type { ReadTx } from "@/server/platform/tx";

type Looped = { readonly agentName: string; readonly ownerId: string | null; readonly runId: string; readonly reason: string };

/** Tells the agent's owner and the operators, once a run, that it was refused for a loop. */
export async function tellLoop(tx: ReadTx, { agentName, ownerId, runId, reason }: Looped, now: Date): Promise<void> {
  const operators = (await idsOfRoles(["operator"], tx)).map((personId) => ({ personId, because: "you are an operator" }));
  const owner = ownerId === null ? [] : [{ personId: ownerId, because: "you own the agent" }];
  const subject = { type: "run", id: `${agentName}/${runId}` };
  await notify(
    tx,
    [
      {
        kind: "agent.looped",
        subject,
        recipients: [...owner, ...operators],
        important: false,
        title: `${agentName} repeats itself`,
        body: reason,
        path: "/agents/loops",
        groupKey: `agent:${agentName}`,
        dedupeKey: `agent.looped:${subject.id}`,
      },
    ],
    now,
  );
}
