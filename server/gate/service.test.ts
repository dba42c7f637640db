import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { expireDue } from "@/server/approvals/sweeps";
import { mintKey } from "@/server/platform/actor";
import { happeningAt } from "@/server/platform/clock";
import { prisma } from "@/server/platform/db";
import { newId } from "@/server/platform/new-id";
import { getAnswer } from "./answers";
import { propose } from "./service";
import { actionId, approve, ask, call, codeOf, discount, expectOk, gateWorld, key, kindsOf } from "./testing";

gateWorld();

describe("say why", () => {
  test("reading is allowed by policy and recorded in the same transaction", async () => {
    const answer = await ask();
    expect(answer).toMatchObject({ decision: "allow", cause: "policy", retry: "never", state: "allowed", approval: null });
    expect(answer.actionDigest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(await kindsOf(actionId(answer))).toEqual(["action.allowed"]);
  });

  test("a denial names the rule, the reason and whether a change helps", async () => {
    const answer = await ask(discount({ args: { account: "acme", percent: 95 } }));
    expect(answer).toMatchObject({
      decision: "deny",
      cause: "policy",
      rule: { id: "no-gifts", version: 1 },
      retry: "after_change",
      reason: "Nobody gives things away.",
    });
  });

  test("an agent that nobody registered may read and nothing else, and is listed as a shadow", async () => {
    expect(await ask(call({ agent: "ghost" }))).toMatchObject({ decision: "allow" });
    expect(await ask(discount({ agent: "ghost" }))).toMatchObject({ decision: "deny", cause: "unregistered" });
    expect(await prisma().agent.findUnique({ where: { name: "ghost" } })).toMatchObject({ state: "shadow" });
  });

  test("arguments that do not fit the tool's schema are refused, naming the path, and not kept", async () => {
    const before = await prisma().action.count();
    const refused = await propose(key, discount({ args: { account: 7, percent: 50 } }), randomUUID());
    expect(refused).toMatchObject({ ok: false, refusal: { code: "invalid_request", errors: [{ path: "args.account" }] } });
    expect(await prisma().action.count()).toBe(before);
  });

  test("a rejection by a person says so; the silence of people says timeout, never a person", async () => {
    const rejected = await ask(discount());
    expectOk(await approve(rejected, "reject"));
    expect(expectOk(await getAnswer(key, actionId(rejected)))).toMatchObject({ decision: "deny", cause: "human", reason: "Too much." });
    const ignored = await ask(discount());
    const late = new Date(Date.now() + 3 * 24 * 3_600_000);
    await happeningAt(late, () => expireDue(late));
    expect(expectOk(await getAnswer(key, actionId(ignored)))).toMatchObject({ decision: "deny", cause: "timeout" });
  });

  test("a dry run decides and stores nothing", async () => {
    const before = await prisma().action.count();
    expect(await ask(discount({ dryRun: true }))).toMatchObject({ id: null, decision: "pending", approval: null });
    expect(await prisma().action.count()).toBe(before);
  });
});

describe("the same key", () => {
  test("answers the same action in its current state; another body is a conflict", async () => {
    const idempotencyKey = randomUUID();
    const first = await ask(discount(), idempotencyKey);
    expectOk(await approve(first));
    expect(await ask(discount(), idempotencyKey)).toMatchObject({ id: first.id, decision: "allow", cause: "human" });
    expect(codeOf(await propose(key, discount({ resource: "crm:other" }), idempotencyKey))).toBe("idempotency_conflict");
  });

  test("proposed twenty times at once: one action, one request, one answer for all", async () => {
    const idempotencyKey = randomUUID();
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(discount(), idempotencyKey)));
    expect(new Set(answers.map(actionId)).size).toBe(1);
    expect(await prisma().approval.count({ where: { actionId: actionId(answers[0] as { id: string }) } })).toBe(1);
  });

  test("with different bodies at once: one wins, the others are conflicts", async () => {
    const idempotencyKey = randomUUID();
    const results = await Promise.all(["a", "b", "c"].map((account) => propose(key, call({ args: { account } }), idempotencyKey)));
    expect(results.map(codeOf).sort()).toEqual(["idempotency_conflict", "idempotency_conflict", "ok"]);
  });

  test("a key bound to one agent cannot speak for another", async () => {
    const bound = mintKey({ ...key, id: newId("apiKey"), agentName: "other-agent" });
    expect(codeOf(await propose(bound, call(), randomUUID()))).toBe("agent_mismatch");
    expect(codeOf(await getAnswer(bound, actionId(await ask())))).toBe("not_found");
  });
});
