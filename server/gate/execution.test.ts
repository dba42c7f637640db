import { randomUUID } from "node:crypto";
import { createLocalJWKSet, jwtVerify } from "jose";
import pg from "pg";
import { describe, expect, test } from "vitest";
import { expireAllowances } from "@/server/actions/lifecycle";
import { listFlagged } from "@/server/actions/service";
import { decide } from "@/server/approvals/decisions";
import { happeningAt } from "@/server/platform/clock";
import { pool, prisma } from "@/server/platform/db";
import { cancel, getAnswer } from "./answers";
import { giveUp } from "./jobs";
import { consume, propose, receive, renew } from "./service";
import { publicKeySet } from "./signing";
import { actionId, ana, approve, ask, call, codeOf, discount, expectOk, gateWorld, key, kindsOf, mei } from "./testing";

gateWorld();

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
    await giveUp(later(6));
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
