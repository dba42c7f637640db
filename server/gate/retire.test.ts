import { expect, test } from "vitest";
import { eventsAfter, lastEvent, sequenceEvents } from "@/server/actions/lifecycle";
import { putAgent } from "@/server/fleet/agents";
import { prisma } from "@/server/platform/db";
import { getAnswer } from "./answers";
import { killAgent } from "./kill";
import { previewRetirement, retireAgent, saveAgent } from "./retire";
import { consume } from "./service";
import { actionId, ana, approve, ask, call, codeOf, discount, expectOk, gateWorld, key, kindsOf, mei } from "./testing";

gateWorld();

let count = 0;
const newAgent = async (): Promise<string> => {
  const name = `leaver-${++count}`;
  expectOk(await putAgent(mei, name, { state: "live", riskTier: "low", tools: ["crm.read_account", "crm.apply_discount"] }));
  return name;
};

test("retiring ends what waits and takes back what was allowed, at once, and the agent is told why", async () => {
  const agent = await newAgent();
  const waiting = await ask(discount({ agent }));
  const approved = await ask(discount({ agent }));
  expectOk(await approve(approved));
  const allowed = await ask(call({ agent }));
  expect(expectOk(await previewRetirement(agent))).toEqual({ openRequests: 1, unusedAllowances: 2 });
  const held = getAnswer(key, actionId(waiting), 20_000);

  expect(expectOk(await retireAgent(mei, agent, 1))).toMatchObject({ state: "retired" });

  const why = { decision: "deny", cause: "unregistered", reason: "The agent was retired.", retry: "never" };
  expect(expectOk(await held)).toMatchObject({ ...why, state: "denied", approval: { state: "cancelled" } });
  expect(expectOk(await getAnswer(key, actionId(approved)))).toMatchObject({ ...why, state: "revoked", approval: { state: "revoked" } });
  expect(expectOk(await getAnswer(key, actionId(allowed)))).toMatchObject({ ...why, state: "revoked", approval: null });
  expect(expectOk(await previewRetirement(agent))).toEqual({ openRequests: 0, unusedAllowances: 0 });
  expect(codeOf(await consume(key, actionId(allowed), { actionDigest: allowed.actionDigest }, "k"))).toBe("revoked");
  expect(await approve(waiting)).toMatchObject({ ok: false, refusal: { code: "not_pending", message: "The agent was retired." } });
  expect(await ask(call({ agent }))).toMatchObject({ decision: "deny", cause: "unregistered", retry: "never" });
  expect((await kindsOf(actionId(waiting))).slice(2)).toEqual(["approval.cancelled", "action.denied"]);
  const cancelled = await prisma().auditOutbox.findFirstOrThrow({ where: { agentName: agent, kind: "approval.cancelled" } });
  expect(JSON.parse(Buffer.from(cancelled.bytes).toString()).data).toMatchObject({ cause: "retired" });
  await sequenceEvents();
  const told = (await eventsAfter(key.id, 0n, 200)).filter((event) => event.actionId === actionId(waiting));
  expect(told).toHaveLength(2);
  expect(await lastEvent()).toBeGreaterThan(0n);
});

test("what a kill had frozen ends too", async () => {
  const agent = await newAgent();
  const waiting = await ask(discount({ agent }));
  expectOk(await killAgent(mei, agent, "It offers 50 %."));
  expectOk(await saveAgent(mei, agent, { state: "retired" }));
  expect(expectOk(await getAnswer(key, actionId(waiting)))).toMatchObject({ state: "denied", approval: { state: "cancelled" } });
});

test("nobody retires an agent they may not edit, nor one that changed since they looked, and then nothing ends", async () => {
  const agent = await newAgent();
  const waiting = await ask(discount({ agent }));
  expect(codeOf(await retireAgent(ana, agent, 1))).toBe("forbidden");
  expect(codeOf(await retireAgent(mei, agent, 7))).toBe("conflict");
  expect(codeOf(await putAgent(mei, agent, { state: "retired" }))).toBe("conflict");
  expect(expectOk(await getAnswer(key, actionId(waiting)))).toMatchObject({ state: "awaiting", approval: { state: "pending" } });
});

test("calls that race a retirement are decided before it or denied by it: nothing is left open", async () => {
  const agent = await newAgent();
  const calls = Array.from({ length: 20 }, (_, i) => ask(i % 2 === 0 ? discount({ agent }) : call({ agent })));
  const retired = retireAgent(mei, agent);
  await Promise.all([...calls, retired]);
  expect(expectOk(await previewRetirement(agent))).toEqual({ openRequests: 0, unusedAllowances: 0 });
  expect(await prisma().action.count({ where: { agentName: agent, state: { in: ["awaiting", "allowed"] } } })).toBe(0);
});
