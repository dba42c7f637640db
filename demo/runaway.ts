import { randomBytes } from "node:crypto";
import type { Reeve } from "@reeve/sdk";
import type { Tell } from "./work";

/** A call of the gate so often. */
const EVERY_MS = 50;
/** What the model reads before each call: at the list price of gpt-5, half a dollar. */
const TOKENS = 400_000;
const MOST_CALLS = 2_000;

type Target = { readonly url: string; readonly apiKey: string; readonly agent: string };

/** Tells Reeve of one call of a model, as an instrumented agent does, and waits until that is on record. */
async function tellCost({ url, apiKey, agent }: Target): Promise<void> {
  const end = BigInt(Date.now()) * 1_000_000n;
  const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });
  const count = (key: string, value: number) => ({ key, value: { intValue: String(value) } });
  const span = {
    traceId: randomBytes(16).toString("hex"),
    spanId: randomBytes(8).toString("hex"),
    name: "chat gpt-5",
    startTimeUnixNano: String(end - 40_000_000n),
    endTimeUnixNano: String(end),
    attributes: [
      text("gen_ai.operation.name", "chat"),
      text("gen_ai.provider.name", "openai"),
      text("gen_ai.request.model", "gpt-5"),
      text("gen_ai.agent.name", agent),
      count("gen_ai.usage.input_tokens", TOKENS),
      count("gen_ai.usage.output_tokens", 0),
    ],
  };
  const body = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ scope: { name: "runaway" }, spans: [span] }] }] });
  const headers = { authorization: `Bearer ${apiKey}`, "content-type": "application/json" };
  const answer = await fetch(`${url}/api/otel/v1/traces`, { method: "POST", headers, body });
  if (!answer.ok) throw new Error(`Reeve did not take the telemetry (${answer.status}).`);
}

/** An agent that asks its model and reads the same accounts over and over, until something stops it. Answers what did. */
export async function runAway(reeve: Reeve, target: Target, tell: Tell, stop: AbortSignal): Promise<string> {
  tell(target.agent, "starts", `Reads account after account, every ${EVERY_MS} ms, and never ends by itself.`);
  for (let calls = 1; calls <= MOST_CALLS && !stop.aborted; calls++) {
    const next = new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    const action = await reeve.propose({ tool: "crm.read_account", args: { account: `account-${calls}` } });
    if (action.decision !== "allow") return `Stopped at call ${calls}, by ${action.cause}: ${action.reason}`;
    const lease = await reeve.consume(action);
    await tellCost(target);
    await reeve.receipt(action.id, { token: lease.token, status: "succeeded", actionDigest: action.actionDigest });
    if (calls % 20 === 0) tell(target.agent, "ran", `${calls} calls, about $${(calls * 0.5).toFixed(2)}`);
    await next;
  }
  return "Nothing stopped it: no budget binds this agent. Set one at /spend/budgets.";
}
