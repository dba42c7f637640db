import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { decide } from "@/server/approvals/decisions";
import { mintKey, mintPerson } from "@/server/platform/actor";
import { prisma } from "@/server/platform/db";
import { newId } from "@/server/platform/new-id";
import { getAnswer } from "./answers";
import { killAgent } from "./kill";
import { askRestore, confirmRestore } from "./restores";
import { consume, renew } from "./service";
import { actionId, ana, ask, call, codeOf, discount, expectOk, gateWorld, lea, live, mei } from "./testing";

gateWorld();

const key = mintKey({ id: newId("apiKey"), name: "stops", scopes: new Set(["actions:write", "agents:write"] as const), agentName: null });

const askFor = async (agent: string, tool: "read" | "write", idempotencyKey?: string) => {
  const answer = await ask(tool === "read" ? call({ agent }) : discount({ agent }), idempotencyKey, key);
  return { ...answer, id: actionId(answer) };
};
const run = (answer: { id: string; actionDigest: string }) => consume(key, answer.id, { actionDigest: answer.actionDigest }, "once");
let count = 0;
const newAgent = async () => {
  const name = `agent-${++count}`;
  await live(name);
  return name;
};

test("a kill revokes what was allowed, freezes what waits, and replays say killed; a restore gives back what waited", async () => {
  const agent = await newAgent();
  const replayed = randomUUID();
  const allowed = await askFor(agent, "read", replayed);
  const waiting = await askFor(agent, "write");
  expect(expectOk(await killAgent(mei, agent, "It offers 50 %."))).toEqual({
    agent,
    state: "suspended",
    frozenApprovals: 1,
    revokedActions: 1,
  });
  expect(await askFor(agent, "read", replayed)).toMatchObject({ id: allowed.id, decision: "deny", cause: "killed", state: "revoked" });
  expect(expectOk(await getAnswer(key, waiting.id))).toMatchObject({ decision: "pending", cause: "killed", approval: { state: "frozen" } });
  expect(await askFor(agent, "read")).toMatchObject({ decision: "deny", cause: "killed", retry: "later" });
  expect(codeOf(await decide(ana, { id: waiting.approval?.id ?? "", verdict: "approve", reason: "" }))).not.toBe("ok");
  const { id } = expectOk(await askRestore(mei, agent, "Fixed."));
  expect(await askFor(agent, "read")).toMatchObject({ decision: "deny", cause: "killed" });
  expectOk(await confirmRestore(lea, { name: agent, id }));
  expect(expectOk(await getAnswer(key, waiting.id))).toMatchObject({
    decision: "pending",
    cause: "policy",
    approval: { state: "pending" },
  });
  expect(expectOk(await getAnswer(key, allowed.id))).toMatchObject({ state: "revoked" });
  const kinds = (await prisma().auditOutbox.findMany({ where: { agentName: agent } })).map((entry) => entry.kind);
  expect(kinds).toEqual(expect.arrayContaining(["agent.killed", "action.revoked", "approval.frozen", "agent.restored", "approval.thawed"]));
});

test("a kill between approve and consume: nothing is consumed, and the approval says revoked", async () => {
  const agent = await newAgent();
  const waiting = await askFor(agent, "write");
  expectOk(await decide(ana, { id: waiting.approval?.id ?? "", verdict: "approve", reason: "" }));
  expect(expectOk(await getAnswer(key, waiting.id))).toMatchObject({ decision: "allow", cause: "human" });
  expectOk(await killAgent(key, agent, "Stop it now."));
  expect(codeOf(await run(waiting))).toBe("revoked");
  expect(expectOk(await getAnswer(key, waiting.id))).toMatchObject({ decision: "deny", cause: "killed", approval: { state: "revoked" } });
});

test("a kill while a tool runs: its lease gets no more time", async () => {
  const agent = await newAgent();
  const ready = await askFor(agent, "read");
  const { token } = expectOk(await consume(key, ready.id, { actionDigest: ready.actionDigest }, randomUUID()));
  expectOk(await renew(key, ready.id, token));
  expectOk(await killAgent(key, agent, "Stop it now."));
  expect(codeOf(await renew(key, ready.id, token))).toBe("revoked");
});

test("proposals and executions racing a kill: once it is acknowledged, nothing passes", async () => {
  for (let round = 0; round < 5; round++) {
    const agent = await newAgent();
    const ready = await Promise.all(Array.from({ length: 10 }, () => askFor(agent, "read")));
    let acknowledgedAt = Number.POSITIVE_INFINITY;
    const began = <T>(work: () => Promise<T>) => {
      const at = performance.now();
      return work().then((value) => ({ at, value }));
    };
    const late: { at: number; value: string }[] = [];
    const consuming = ready.map((answer) => began(async () => codeOf(await run(answer))));
    const proposing = Array.from({ length: 10 }, () => began(async () => (await askFor(agent, "read")).decision));
    const killing = killAgent(mei, agent, "Race.").then((result) => {
      acknowledgedAt = performance.now();
      return expectOk(result);
    });
    await killing;
    late.push(await began(async () => codeOf(await run(ready[0] as (typeof ready)[number]))));
    late.push(await began(async () => (await askFor(agent, "read")).decision));
    await Promise.all([...consuming, ...proposing]);
    expect(late.every(({ at }) => at >= acknowledgedAt)).toBe(true);
    expect(late.map(({ value }) => value)).not.toContain("ok");
    expect(late.map(({ value }) => value)).not.toContain("allow");
    // What was allowed before the kill is either running by then, or revoked by it: nothing is left to consume.
    expect(await prisma().action.count({ where: { agentName: agent, state: "allowed" } })).toBe(0);
    const killedAt = (await prisma().auditOutbox.findFirstOrThrow({ where: { agentName: agent, kind: "agent.killed" } })).recordedAt;
    const consumedLater = await prisma().auditOutbox.count({
      where: { agentName: agent, kind: "action.consumed", recordedAt: { gt: killedAt } },
    });
    expect(consumedLater).toBe(0);
  }
});

test("no key restores an agent, and a viewer stops none", async () => {
  const agent = await newAgent();
  const viewer = mintPerson({ ...mei, id: newId("person"), roles: new Set(["viewer"] as const) });
  expect(codeOf(await killAgent(viewer, agent, "I would like to."))).toBe("forbidden");
  expectOk(await killAgent(key, agent, "Stop it."));
  expect(codeOf(await askRestore(key as never, agent, "Start it."))).toBe("forbidden");
  const { id } = expectOk(await askRestore(mei, agent, "Start it."));
  expect(codeOf(await confirmRestore(key as never, { name: agent, id }))).toBe("forbidden");
});
