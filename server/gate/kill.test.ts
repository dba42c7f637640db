import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { decide } from "@/server/approvals/decisions";
import { putAgent, setGrant } from "@/server/fleet/agents";
import { createTool } from "@/server/fleet/tools";
import type { Result } from "@/server/kernel/result";
import { mintKey, mintPerson, systemActor } from "@/server/platform/actor";
import { prisma } from "@/server/platform/db";
import { newId } from "@/server/platform/new-id";
import { freshDatabase } from "@/server/platform/testing/database";
import { freshSigningKey } from "@/server/platform/testing/signing-key";
import { getAnswer } from "./answers";
import { killAgent } from "./kill";
import { askRestore, confirmRestore } from "./restores";
import { consume, propose, renew } from "./service";

freshSigningKey();
freshDatabase();

const person = (name: string, role: "approver" | "operator") =>
  mintPerson({ id: newId("person"), name, email: `${name}@reeve.demo`, roles: new Set([role]), groupIds: new Set() });
const ana = person("ana", "approver");
const mei = person("mei", "operator");
const lea = person("lea", "operator");
const key = mintKey({ id: newId("apiKey"), name: "agents", scopes: new Set(["actions:write", "agents:write"] as const), agentName: null });

function expectOk<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.refusal.code}: ${result.refusal.message}`);
  return result.value;
}
const codeOf = (result: Result<unknown>) => (result.ok ? "ok" : result.refusal.code);
const ask = async (agent: string, tool: "crm.read" | "crm.write", idempotencyKey: string = randomUUID()) => {
  const input = { agent, tool, args: {}, initiator: { type: "user", id: "sam@acme.example" } };
  const answer = expectOk(await propose(key, input, idempotencyKey));
  return { ...answer, id: answer.id ?? "" };
};
const run = (answer: { id: string; actionDigest: string }) => consume(key, answer.id, { actionDigest: answer.actionDigest }, "once");
let count = 0;
const newAgent = async () => {
  const name = `agent-${++count}`;
  expectOk(await putAgent(systemActor, name, { state: "live", riskTier: "low", environment: "production" }));
  for (const tool of ["crm.read", "crm.write"]) expectOk(await setGrant(systemActor, { agent: name, tool, isGranted: true }));
  return name;
};

beforeAll(async () => {
  const now = new Date();
  await prisma().person.createMany({
    data: [ana, mei, lea].map(({ id, name, email, roles }) => ({
      id,
      name,
      email,
      roles: [...roles],
      undoSeconds: 0,
      createdAt: now,
      updatedAt: now,
    })),
  });
  const tool = { version: "1", description: "A tool.", summary: null, sensitiveArgs: [], argsSchema: null };
  expectOk(await createTool(systemActor, "crm.read", { ...tool, sideEffect: "read" }));
  expectOk(await createTool(systemActor, "crm.write", { ...tool, sideEffect: "irreversible" }));
});

test("a kill revokes what was allowed, freezes what waits, and replays say killed; a restore gives back what waited", async () => {
  const agent = await newAgent();
  const replayed = randomUUID();
  const allowed = await ask(agent, "crm.read", replayed);
  const waiting = await ask(agent, "crm.write");
  expect(expectOk(await killAgent(mei, agent, "It offers 50 %."))).toEqual({
    agent,
    state: "suspended",
    frozenApprovals: 1,
    revokedActions: 1,
  });
  expect(await ask(agent, "crm.read", replayed)).toMatchObject({ id: allowed.id, decision: "deny", cause: "killed", state: "revoked" });
  expect(expectOk(await getAnswer(key, waiting.id))).toMatchObject({ decision: "pending", cause: "killed", approval: { state: "frozen" } });
  expect(await ask(agent, "crm.read")).toMatchObject({ decision: "deny", cause: "killed", retry: "later" });
  expect(codeOf(await decide(ana, { id: waiting.approval?.id ?? "", verdict: "approve", reason: "" }))).not.toBe("ok");
  const { id } = expectOk(await askRestore(mei, agent, "Fixed."));
  expect(await ask(agent, "crm.read")).toMatchObject({ decision: "deny", cause: "killed" });
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
  const waiting = await ask(agent, "crm.write");
  expectOk(await decide(ana, { id: waiting.approval?.id ?? "", verdict: "approve", reason: "" }));
  expect(expectOk(await getAnswer(key, waiting.id))).toMatchObject({ decision: "allow", cause: "human" });
  expectOk(await killAgent(key, agent, "Stop it now."));
  expect(codeOf(await run(waiting))).toBe("revoked");
  expect(expectOk(await getAnswer(key, waiting.id))).toMatchObject({ decision: "deny", cause: "killed", approval: { state: "revoked" } });
});

test("a kill while a tool runs: its lease gets no more time", async () => {
  const agent = await newAgent();
  const ready = await ask(agent, "crm.read");
  const { token } = expectOk(await consume(key, ready.id, { actionDigest: ready.actionDigest }, randomUUID()));
  expectOk(await renew(key, ready.id, token));
  expectOk(await killAgent(key, agent, "Stop it now."));
  expect(codeOf(await renew(key, ready.id, token))).toBe("revoked");
});

test("proposals and executions racing a kill: once it is acknowledged, nothing passes", async () => {
  for (let round = 0; round < 5; round++) {
    const agent = await newAgent();
    const ready = await Promise.all(Array.from({ length: 10 }, () => ask(agent, "crm.read")));
    let acknowledgedAt = Number.POSITIVE_INFINITY;
    const began = <T>(work: () => Promise<T>) => {
      const at = performance.now();
      return work().then((value) => ({ at, value }));
    };
    const late: { at: number; value: string }[] = [];
    const consuming = ready.map((answer) => began(async () => codeOf(await run(answer))));
    const proposing = Array.from({ length: 10 }, () => began(async () => (await ask(agent, "crm.read")).decision));
    const killing = killAgent(mei, agent, "Race.").then((result) => {
      acknowledgedAt = performance.now();
      return expectOk(result);
    });
    await killing;
    late.push(await began(async () => codeOf(await run(ready[0] as (typeof ready)[number]))));
    late.push(await began(async () => (await ask(agent, "crm.read")).decision));
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
