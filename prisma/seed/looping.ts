import { consume, propose, receive } from "@/server/gate/service";
import { happeningAt } from "@/server/platform/clock";
import { expectOk } from "./expect";
import { denied, type Players, toProposal } from "./history";
import type { SeedCall } from "./scenarios";
import { about, randomOf, turnFor } from "./telemetry/episodes";
import { profileOf } from "./telemetry/profiles";
import { type Call, type Run, spanOf, type Turn } from "./telemetry/run";

const RUN = "run-8702";
const DAYS_AGO = 9;
const DAY_MS = 86_400_000;
const EACH_MS = 21_000;
const TIMED_OUT = { type: "ToolError", message: "The warehouse did not answer within 15 seconds." } as const;

const CALL: SeedCall = {
  agent: "data-export-agent",
  tool: "warehouse.query",
  args: { table: "sessions" },
  resource: null,
  reasoning: "The partner waits for the sessions of October. I ask the warehouse again.",
  impact: null,
  taskClass: "partner-delivery",
  initiatorEmail: "lea@reeve.demo",
};

/**
 * Nine nights ago: the same query asked again after every time-out, until the gate refused the run for a loop and its agent
 * gave up. Answers the run as its agent tells it.
 */
export async function seedLoop({ key }: Players, now: Date): Promise<Run> {
  const startMs = Math.floor(now.getTime() / DAY_MS) * DAY_MS - DAYS_AGO * DAY_MS + 3 * 3_600_000;
  const random = randomOf(RUN);
  const profile = profileOf(CALL.agent);
  const turns: Turn[] = [];
  let refused = 0;
  for (let number = 0; refused < 2; number++) {
    const atMs = startMs + number * EACH_MS;
    const proposal = toProposal(CALL, RUN);
    const placed = { ...proposal, run: { ...proposal.run, spanId: spanOf(RUN, number) } };
    const asked = await happeningAt(new Date(atMs), () => propose(key, placed, `demo-loop-${number}`));
    const { id, decision, cause, reason, actionDigest } = expectOk(asked, CALL.tool);
    if (id === null || number > 100) throw new Error("seeding the demo: the loop was not caught");
    if (decision === "allow") {
      const once = `demo-loop-${number}-once`;
      const { token } = expectOk(await happeningAt(new Date(atMs + 40), () => consume(key, id, { actionDigest }, once)), "consume");
      const receipt = { token, status: "failed" as const, actionDigest, durationMs: 15_000, error: TIMED_OUT.message };
      expectOk(await happeningAt(new Date(atMs + 15_040), () => receive(key, id, receipt)), "receipt");
    } else {
      refused++;
    }
    const call: Call = {
      kind: "tool",
      name: CALL.tool,
      args: CALL.args,
      result: null,
      ms: decision === "allow" ? 15_040 : 30,
      spanId: spanOf(RUN, number),
      actionId: id,
      fault: decision === "allow" ? TIMED_OUT : denied(cause, reason),
    };
    turns.push(turnFor(random, profile, Math.min(number, 8), { ms: 1_400, says: "", reasoning: CALL.reasoning ?? "", calls: [call] }));
  }
  turns.push(
    turnFor(random, profile, 8, {
      ms: 1_100,
      says: "The warehouse does not answer and the gate lets me ask no more. I stop here.",
      calls: [],
    }),
  );
  return {
    ...about(profile, CALL.agent, RUN, random),
    taskClass: CALL.taskClass,
    initiator: { type: "user", id: CALL.initiatorEmail },
    goal: "Deliver the sessions of October to the partner.",
    startMs,
    turns,
  };
}
