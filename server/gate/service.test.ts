import { generateKeyPairSync, randomUUID } from "node:crypto";
import { createLocalJWKSet, jwtVerify } from "jose";
import pg from "pg";
import { beforeAll, describe, expect, test } from "vitest";
import { expireAllowances, lapseLeases } from "@/server/actions/lifecycle";
import type { ProposeInput } from "@/server/actions/schema";
import { listFlagged } from "@/server/actions/service";
import { decide } from "@/server/approvals/decisions";
import { expireDue } from "@/server/approvals/sweeps";
import { putAgent, setGrant } from "@/server/fleet/agents";
import { createTool } from "@/server/fleet/tools";
import type { Result } from "@/server/kernel/result";
import { type KeyActor, mintKey, mintPerson, systemActor } from "@/server/platform/actor";
import { happeningAt } from "@/server/platform/clock";
import { pool, prisma } from "@/server/platform/db";
import { newId } from "@/server/platform/new-id";
import { freshDatabase } from "@/server/platform/testing/database";
import { publish } from "@/server/policies/service";
import { cancel, getAnswer } from "./answers";
import { killAgent, restoreAgent } from "./kill";
import { consume, propose, receive, renew } from "./service";
import { publicKeySet } from "./signing";

process.env.REEVE_SIGNING_KEY = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();
freshDatabase();

const person = (name: string, role: "approver" | "operator") =>
  mintPerson({ id: newId("person"), name, email: `${name}@reeve.demo`, roles: new Set([role]), groupIds: new Set() });
const ana = person("ana", "approver");
const mei = person("mei", "operator");
const key = mintKey({ id: newId("apiKey"), name: "agents", scopes: new Set(["actions:write", "actions:read"] as const), agentName: null });

function expectOk<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.refusal.code}: ${result.refusal.message}`);
  return result.value;
}
const codeOf = (result: Result<unknown>) => (result.ok ? "ok" : result.refusal.code);
const call = (over: Partial<ProposeInput> = {}): ProposeInput => ({
  agent: "sales-agent",
  tool: "crm.read_account",
  args: { account: "acme" },
  initiator: { type: "user", id: "sam@acme.example" },
  ...over,
});
const discount = (over: Partial<ProposeInput> = {}) =>
  call({ tool: "crm.apply_discount", args: { account: "acme", percent: 50 }, ...over });
const ask = async (input: ProposeInput = call(), idempotencyKey: string = randomUUID(), actor: KeyActor = key) =>
  expectOk(await propose(actor, input, idempotencyKey));
const actionId = (answer: { id: string | null }) => answer.id ?? "";
const approve = async (answer: Awaited<ReturnType<typeof ask>>, verdict: "approve" | "reject" = "approve") =>
  decide(ana, { id: answer.approval?.id ?? "", verdict, reason: verdict === "reject" ? "Too much." : "" });
const kindsOf = async (id: string) =>
  (await prisma().auditOutbox.findMany({ where: { actionId: id }, orderBy: { id: "asc" } })).map((entry) => entry.kind);
const live = async (name: string) => {
  expectOk(await putAgent(systemActor, name, { state: "live", riskTier: "low", environment: "production" }));
  for (const tool of ["crm.read_account", "crm.apply_discount"])
    expectOk(await setGrant(systemActor, { agent: name, tool, isGranted: true }));
};

beforeAll(async () => {
  const now = new Date();
  await prisma().person.createMany({
    data: [ana, mei].map(({ id, name, email, roles }) => ({ id, name, email, roles: [...roles], createdAt: now, updatedAt: now })),
  });
  const tool = { version: "3", description: "A tool.", summary: null, sensitiveArgs: [] };
  expectOk(await createTool(systemActor, "crm.read_account", { ...tool, sideEffect: "read", argsSchema: null }));
  const argsSchema = {
    type: "object",
    properties: { account: { type: "string" }, percent: { type: "number", maximum: 100 } },
    required: ["account"],
  };
  expectOk(await createTool(systemActor, "crm.apply_discount", { ...tool, sideEffect: "irreversible", argsSchema }));
  await live("sales-agent");
  const rules = [
    {
      id: "no-gifts",
      order: 1,
      name: "No gifts",
      effect: "deny" as const,
      match: { tools: ["crm.apply_discount"] },
      when: "args.percent > 90",
      reason: "Nobody gives things away.",
    },
    {
      id: "small",
      order: 2,
      name: "Small discounts",
      effect: "allow" as const,
      match: { tools: ["crm.apply_discount"] },
      when: "args.percent <= 5",
      reason: "Small discounts are fine.",
    },
  ];
  expectOk(await publish(systemActor, { rules, reason: "For the test." }));
});

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

describe("once", () => {
  test("a hundred consume at once: one lease", async () => {
    const answer = await ask();
    const results = await Promise.all(
      Array.from({ length: 100 }, (_, i) => consume(key, actionId(answer), { actionDigest: answer.actionDigest }, `caller-${i}`)),
    );
    const codes = results.map(codeOf);
    expect(codes.filter((code) => code === "ok")).toHaveLength(1);
    expect(codes.filter((code) => code === "already_consumed")).toHaveLength(99);
    expect(await kindsOf(actionId(answer))).toEqual(["action.allowed", "action.consumed"]);
  });

  test("the same caller, a hundred times at once: the same token; after the lease it is already consumed", async () => {
    const answer = await ask();
    const again = () => consume(key, actionId(answer), { actionDigest: answer.actionDigest }, "same");
    const leases = (await Promise.all(Array.from({ length: 100 }, again))).map(expectOk);
    expect(new Set(leases.map((lease) => lease.token)).size).toBe(1);
    const later = new Date(Date.now() + 6 * 60_000);
    expect(codeOf(await happeningAt(later, again))).toBe("already_consumed");
  });

  test("the token is verifiable from the published keys and binds action, digest, agent and tool", async () => {
    const answer = await ask();
    const lease = expectOk(await consume(key, actionId(answer), { actionDigest: answer.actionDigest }, "k"));
    const jwks = createLocalJWKSet((await publicKeySet()) as Parameters<typeof createLocalJWKSet>[0]);
    const { payload, protectedHeader } = await jwtVerify(lease.token, jwks);
    expect(protectedHeader.alg).toBe("EdDSA");
    expect(payload).toMatchObject({
      action: answer.id,
      digest: answer.actionDigest,
      agent: "sales-agent",
      tool: "crm.read_account",
      obligations: [],
    });
    expect(payload.exp).toBe(Math.floor(Date.parse(lease.leaseExpiresAt) / 1000));
  });

  test("what is not allowed is not consumed: waiting, denied, expired, of another digest", async () => {
    const waiting = await ask(discount());
    const denied = await ask(discount({ args: { account: "acme", percent: 95 } }));
    const allowed = await ask();
    const attempt = (answer: typeof waiting, digest = answer.actionDigest) => consume(key, actionId(answer), { actionDigest: digest }, "k");
    expect(codeOf(await attempt(waiting))).toBe("not_allowed");
    expect(codeOf(await attempt(denied))).toBe("not_allowed");
    expect(codeOf(await attempt(allowed, waiting.actionDigest))).toBe("digest_mismatch");
    const late = new Date(Date.now() + 16 * 60_000);
    expect(codeOf(await happeningAt(late, () => attempt(allowed)))).toBe("expired");
    await expireAllowances(late);
    expect(expectOk(await getAnswer(key, actionId(allowed)))).toMatchObject({ state: "revoked", decision: "deny", cause: "timeout" });
    expect(codeOf(await attempt(allowed))).toBe("expired");
  });

  test("a crash before the commit leaves nothing; a retry with the same key after a lost answer finds the action", async () => {
    const idempotencyKey = randomUUID();
    const owner = new pg.Client({ connectionString: process.env.DATABASE_URL });
    await owner.connect();
    await owner.query("begin");
    await owner.query("lock table audit_outbox in exclusive mode");
    const failed = expect(propose(key, call(), idempotencyKey)).rejects.toThrow();
    const stuck = "from pg_stat_activity where wait_event_type = 'Lock' and query like 'insert into audit_outbox%'";
    // A transaction sees the server's activity as it was when it first looked, unless told to forget.
    do await owner.query("select pg_stat_clear_snapshot()");
    while ((await owner.query(`select 1 ${stuck}`)).rowCount === 0);
    await owner.query(`select pg_terminate_backend(pid) ${stuck}`);
    await failed;
    await owner.query("rollback");
    await owner.end();
    expect(await prisma().action.count({ where: { idempotencyKey } })).toBe(0);
    const first = await ask(call(), idempotencyKey);
    expect((await ask(call(), idempotencyKey)).id).toBe(first.id);
  });
});

describe("the same thing", () => {
  const executing = async () => {
    const answer = await ask();
    return { answer, lease: expectOk(await consume(key, actionId(answer), { actionDigest: answer.actionDigest }, "k")) };
  };

  test("a receipt for the approved digest ends the action, once", async () => {
    const { answer, lease } = await executing();
    const receipt = { token: lease.token, status: "succeeded" as const, actionDigest: answer.actionDigest, output: { ok: true } };
    expect(expectOk(await receive(key, actionId(answer), receipt))).toMatchObject({ state: "succeeded", decision: "allow" });
    expect(codeOf(await receive(key, actionId(answer), receipt))).toBe("already_received");
  });

  test("a receipt for another digest is kept, refused and flagged, and the true one still ends the action", async () => {
    const { answer, lease } = await executing();
    const other = await ask(call({ args: { account: "other" } }));
    const receipt = { token: lease.token, status: "succeeded" as const, actionDigest: other.actionDigest };
    expect(codeOf(await receive(key, actionId(answer), receipt))).toBe("digest_mismatch");
    const flagged = expectOk(await listFlagged(mei));
    expect(flagged.find((action) => action.id === answer.id)).toMatchObject({ flag: "digest_mismatch", state: "executing" });
    expect(await kindsOf(actionId(answer))).toContain("action.digest_mismatched");
    expect(codeOf(await receive(key, actionId(answer), { ...receipt, actionDigest: answer.actionDigest }))).toBe("ok");
    expect(await prisma().action.findUniqueOrThrow({ where: { id: actionId(answer) } })).toMatchObject({
      receipt: { accepted: true, refused: { accepted: false, actionDigest: other.actionDigest } },
    });
  });

  test("no receipt before consuming, and none with the token of another action", async () => {
    const { answer, lease } = await executing();
    const allowed = await ask();
    const receipt = { token: lease.token, status: "failed" as const, actionDigest: allowed.actionDigest };
    expect(codeOf(await receive(key, actionId(allowed), receipt))).toBe("not_consumed");
    const second = await executing();
    expect(codeOf(await receive(key, actionId(second.answer), { ...receipt, actionDigest: answer.actionDigest }))).toBe("invalid_request");
  });

  test("a lease that lapses without a receipt is an unknown outcome, flagged; a renewed one is not", async () => {
    const silent = await executing();
    const busy = await executing();
    const later = (minutes: number) => new Date(Date.now() + minutes * 60_000);
    expectOk(await happeningAt(later(4), () => renew(key, actionId(busy.answer), busy.lease.token)));
    await lapseLeases(later(6));
    expect(expectOk(await getAnswer(key, actionId(silent.answer)))).toMatchObject({ state: "unknown_outcome", decision: "allow" });
    expect(expectOk(await getAnswer(key, actionId(busy.answer)))).toMatchObject({ state: "executing" });
    expect(expectOk(await listFlagged(mei)).some((action) => action.id === silent.answer.id)).toBe(true);
  });
});

describe("withdrawing", () => {
  test("a cancelled action is denied as cancelled and can be decided by nobody", async () => {
    const answer = await ask(discount());
    expect(expectOk(await cancel(key, actionId(answer)))).toMatchObject({
      decision: "deny",
      cause: "cancelled",
      approval: { state: "cancelled" },
    });
    expect(codeOf(await approve(answer))).toBe("not_pending");
    expect(codeOf(await cancel(key, actionId(answer)))).toBe("not_pending");
  });
});

describe("waiting", () => {
  test("a waiting proposal is answered within a second of the decision, and holds no connection while it waits", async () => {
    const held = propose(key, discount({ waitMs: 20_000 }), "wait-1");
    const find = () => prisma().action.findFirst({ where: { idempotencyKey: "wait-1" } });
    let action = await find();
    while (action === null) action = await find();
    const approval = await prisma().approval.findUniqueOrThrow({ where: { actionId: action.id } });
    expect(pool().totalCount - pool().idleCount).toBeLessThanOrEqual(1);
    const decidedAt = performance.now();
    expectOk(await decide(ana, { id: approval.id, verdict: "approve", reason: "" }));
    expect(expectOk(await held)).toMatchObject({ decision: "allow", cause: "human" });
    expect(performance.now() - decidedAt).toBeLessThan(1_000);
  });

  test("the wait ends with its time, and when the caller is gone", async () => {
    expect(expectOk(await propose(key, discount({ waitMs: 300 }), randomUUID()))).toMatchObject({ decision: "pending" });
    const gone = new AbortController();
    setTimeout(() => gone.abort(), 100);
    expect(expectOk(await propose(key, discount({ waitMs: 50_000 }), randomUUID(), gone.signal))).toMatchObject({ decision: "pending" });
  });
});
