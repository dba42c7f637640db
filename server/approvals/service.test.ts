import { beforeAll, describe, expect, test } from "vitest";
import { type PersonActor, systemActor } from "@/server/platform/actor";
import { prisma } from "@/server/platform/db";
import { freshDatabase } from "@/server/platform/testing/database";
import { inTransaction } from "@/server/platform/tx";
import { claim } from "./claims";
import { decide } from "./decisions";
import { jobs } from "./jobs";
import { DecideInput } from "./schema";
import { approvalsOfActions, cancelForAction, freezeForAgent, revokeForActions, thawForAgent } from "./service";
import { expireDue, recordBreaches } from "./sweeps";
import { type Asked, actionOf, ask, force, kindsOf, person } from "./testing/fixtures";

freshDatabase();

const MINUTE_MS = 60_000;
const ago = (minutes: number) => new Date(Date.now() - minutes * MINUTE_MS);
const approve = (actor: PersonActor, id: string, reason = "") => decide(actor, { id, verdict: "approve", reason });
const reject = (actor: PersonActor, id: string, reason = "Too much.") => decide(actor, { id, verdict: "reject", reason });
const rowOf = (id: string) => prisma().approval.findUniqueOrThrow({ where: { id }, include: { votes: true } });
const refusal = (code: string, message?: RegExp) => ({
  ok: false,
  refusal: { code, ...(message && { message: expect.stringMatching(message) }) },
});

let ana: PersonActor;
let tom: PersonActor;
beforeAll(async () => {
  ana = await person("Ana", ["approver"], ["grp_finance"]);
  tom = await person("Tom", ["approver"], ["grp_sales"]);
});

describe("decisions", () => {
  test("approving allows the action for 24 hours, with vote and record in the same step", async () => {
    const asked = await ask();
    expect(await approve(ana, asked.id, "Fine by me.")).toMatchObject({ ok: true, value: { state: "approved", revision: 2 } });
    const row = await rowOf(asked.id);
    expect(row).toMatchObject({
      state: "approved",
      decidedById: ana.id,
      decisionReason: "Fine by me.",
      claims: {},
      change: "approved",
    });
    expect(row.votes).toMatchObject([{ stage: 1, personId: ana.id, verdict: "approve", reason: "Fine by me." }]);
    const action = await actionOf(asked);
    expect(action).toMatchObject({ state: "allowed", cause: "human", reason: "Fine by me.", retry: "never" });
    expect(Number(action?.allowed_until) - Number(row.decidedAt)).toBe(24 * 60 * MINUTE_MS);
    expect(await kindsOf(asked.id)).toEqual(["approval.opened", "approval.vote_approved", "approval.approved"]);
    expect(await kindsOf(asked.actionId)).toEqual(["action.allowed"]);
  });

  test("the rule may say how long the allowance lasts", async () => {
    const asked = await ask({}, new Date(), 10);
    await approve(ana, asked.id);
    expect(Number((await actionOf(asked))?.allowed_until) - Number((await rowOf(asked.id)).decidedAt)).toBe(10 * MINUTE_MS);
  });

  test("rejecting denies the action with the reason, and says that a change may help", async () => {
    const asked = await ask();
    expect(await reject(ana, asked.id, "20 % at most.")).toMatchObject({ ok: true, value: { state: "rejected" } });
    expect(await actionOf(asked)).toMatchObject({ state: "denied", cause: "human", reason: "20 % at most.", retry: "after_change" });
  });

  test("rejecting without a reason is refused, by the form and by the core", async () => {
    const asked = await ask();
    expect(DecideInput.safeParse({ id: asked.id, verdict: "reject", reason: "  " }).error?.issues[0]?.path).toEqual(["reason"]);
    expect(await reject(ana, asked.id, " ")).toMatchObject(refusal("invalid_request"));
    expect(await rowOf(asked.id)).toMatchObject({ state: "pending", votes: [] });
  });

  test("two approvers racing: exactly one decision is recorded", async () => {
    for (let round = 0; round < 10; round++) {
      const asked = await ask();
      const answers = await Promise.all([approve(ana, asked.id), reject(tom, asked.id), approve(ana, asked.id), reject(tom, asked.id)]);
      expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
      for (const answer of answers) if (!answer.ok) expect(answer.refusal.code).toBe("not_pending");
      const row = await rowOf(asked.id);
      expect(row.votes).toHaveLength(1);
      expect(row.votes[0]?.personId).toBe(row.decidedById);
      expect((await actionOf(asked))?.state).toBe(row.state === "approved" ? "allowed" : "denied");
      expect((await kindsOf(asked.actionId)).length).toBe(1);
    }
  });

  test("what changed since it was on screen is not decided", async () => {
    const asked = await ask();
    expect(await decide(ana, { id: asked.id, verdict: "approve", reason: "", revision: 2 })).toMatchObject(refusal("conflict"));
    await claim(ana, asked.id);
    expect(await decide(ana, { id: asked.id, verdict: "approve", reason: "", revision: 1 })).toMatchObject({ ok: true });
  });

  test("a request that is not there is not found", async () => {
    expect(await approve(ana, "apr_01jd0000000000000000000000")).toMatchObject(refusal("not_found"));
  });
});

describe("who may decide", () => {
  test.each([
    ["the agent's owner", { ownerId: "self" }, /own this agent/],
    ["the initiator", { initiatorPersonId: "self" }, /set off the run/],
    ["the rule's author", { ruleAuthorId: "self" }, /wrote the rule/],
  ])("%s is refused, in words, and may not even claim", async (_, lineage, words) => {
    const asked = await ask(Object.fromEntries(Object.keys(lineage).map((key) => [key, ana.id])));
    expect(await approve(ana, asked.id)).toMatchObject(refusal("self_approval", words));
    expect(await reject(ana, asked.id)).toMatchObject(refusal("self_approval", words));
    expect(await claim(ana, asked.id)).toMatchObject(refusal("self_approval", words));
    expect(await rowOf(asked.id)).toMatchObject({ state: "pending", votes: [], claims: {} });
    expect(await approve(tom, asked.id)).toMatchObject({ ok: true });
  });

  test("whoever owns the agent now is refused too, though another owned it when it asked", async () => {
    const asked = await ask({ agentName: "handed-over" });
    await force(
      `insert into agent (id, name, purpose, owner_id, risk_tier, environment, state, state_at, first_seen_at, updated_at)
       values ('agt_1', 'handed-over', '', $1, 'low', 'production', 'live', now(), now(), now())`,
      ana.id,
    );
    expect(await approve(ana, asked.id)).toMatchObject(refusal("self_approval"));
  });

  test("only approvers of the groups that are asked decide; being admin lifts nothing", async () => {
    const asked = await ask({ groupIds: ["grp_finance"] });
    const admin = await person("Victor", ["admin", "operator"], ["grp_finance"]);
    expect(await approve(admin, asked.id)).toMatchObject(refusal("forbidden", /Only approvers/));
    expect(await approve(tom, asked.id)).toMatchObject(refusal("forbidden", /not put to you/));
    expect(await approve(ana, asked.id)).toMatchObject({ ok: true });
  });
});

describe("the clock", () => {
  test("a late sweep catches up, the agents are told that nobody decided, and what is not over stays", async () => {
    const late: Asked[] = [];
    for (let i = 0; i < 450; i++) late.push(await ask({ agentName: "late", expiryMinutes: 5 + i / 100 }, ago(60)));
    const open = await ask();
    expect(await expireDue(new Date())).toBe(450);
    expect(await expireDue(new Date())).toBe(0);
    expect(await rowOf(open.id)).toMatchObject({ state: "pending" });
    const first = late[0];
    if (first === undefined) throw new Error("nothing was asked");
    expect(await rowOf(first.id)).toMatchObject({ state: "expired", decidedById: null });
    expect(await actionOf(first)).toMatchObject({ state: "denied", cause: "timeout", retry: "later" });
    expect(await prisma().action.count({ where: { agentName: "late", state: "denied" } })).toBe(450);
    expect(await kindsOf(first.id)).toEqual(["approval.opened", "approval.expired"]);
  });

  test("a clock that was away for long records the breach, then the expiry", async () => {
    const asked = await ask({ dueMinutes: 5, expiryMinutes: 10 }, ago(60));
    for (const job of jobs) await job.run(new Date());
    expect(await kindsOf(asked.id)).toEqual(["approval.opened", "approval.breached", "approval.expired"]);
  });

  test("what is over cannot be approved, even before the sweep has come", async () => {
    const asked = await ask({ expiryMinutes: 1 }, ago(2));
    expect(await approve(ana, asked.id)).toMatchObject(refusal("expired"));
    expect(await actionOf(asked)).toMatchObject({ state: "awaiting" });
  });

  test("decide against expiry: exactly one wins, and the action says the same", async () => {
    for (let round = 0; round < 10; round++) {
      const asked = await ask({ expiryMinutes: 1 }, new Date(Date.now() - MINUTE_MS + 60));
      const sweeping = async () => {
        while ((await rowOf(asked.id)).state === "pending") await expireDue(new Date());
      };
      const [answer] = await Promise.all([
        new Promise((resolve) => setTimeout(resolve, 40 + round * 3)).then(() => approve(ana, asked.id)),
        sweeping(),
      ]);
      const row = await rowOf(asked.id);
      expect(row.state).toBe(answer.ok ? "approved" : "expired");
      expect(row.votes).toHaveLength(answer.ok ? 1 : 0);
      expect(await actionOf(asked)).toMatchObject(answer.ok ? { state: "allowed" } : { state: "denied", cause: "timeout" });
      expect(await kindsOf(asked.actionId)).toHaveLength(1);
    }
  });

  test("a breach is recorded once, and moves the request before everything that is in time", async () => {
    const asked = await ask({ dueMinutes: 5, riskTier: "low" }, ago(6));
    const pressing = await ask({ dueMinutes: 1, riskTier: "high", amountMicroUsd: 10n ** 15n });
    await Promise.all([recordBreaches(new Date()), recordBreaches(new Date())]);
    await recordBreaches(new Date());
    const [breached, other] = await Promise.all([rowOf(asked.id), rowOf(pressing.id)]);
    expect(breached.breachedAt).not.toBeNull();
    expect(other.breachedAt).toBeNull();
    expect(breached.urgencyAt.getTime()).toBeLessThan(other.urgencyAt.getTime());
    expect(await kindsOf(asked.id)).toEqual(["approval.opened", "approval.breached"]);
    expect(await approve(ana, asked.id)).toMatchObject({ ok: true });
  });
});

describe("kill, restore, cancel", () => {
  test("a kill stops the clock and ends claims; nobody decides; a restore gives the frozen time back", async () => {
    const asked = await ask({ agentName: "killed", expiryMinutes: 90 }, ago(30));
    await claim(tom, asked.id);
    const before = await rowOf(asked.id);
    expect(await inTransaction((tx) => freezeForAgent(tx, systemActor, "killed", ago(20)))).toBe(1);
    expect(await rowOf(asked.id)).toMatchObject({ state: "frozen", claims: {} });
    expect(await approve(ana, asked.id)).toMatchObject(refusal("not_pending", /agent is stopped/));
    await expireDue(new Date(Date.now() + 600 * MINUTE_MS));
    expect((await rowOf(asked.id)).state).toBe("frozen");
    expect(await inTransaction((tx) => thawForAgent(tx, systemActor, "killed", ago(5)))).toBe(1);
    const after = await rowOf(asked.id);
    expect(after).toMatchObject({ state: "pending", frozenAt: null });
    for (const clock of ["dueAt", "expiresAt", "urgencyAt"] as const) {
      expect(Math.round((after[clock].getTime() - before[clock].getTime()) / 1_000)).toBe(15 * 60);
    }
    expect(await kindsOf(asked.id)).toEqual(["approval.opened", "approval.claimed", "approval.frozen", "approval.thawed"]);
    expect(await approve(ana, asked.id)).toMatchObject({ ok: true });
  });

  test("an agent withdraws what is open, frozen or not; what has ended stays as it ended", async () => {
    const [open, ended] = [await ask(), await ask()];
    await reject(ana, ended.id);
    expect(await inTransaction((tx) => cancelForAction(tx, systemActor, open.actionId, new Date()))).toBe(true);
    expect(await inTransaction((tx) => cancelForAction(tx, systemActor, ended.actionId, new Date()))).toBe(false);
    expect(await approve(ana, open.id)).toMatchObject(refusal("not_pending", /withdrew/));
    expect(await approvalsOfActions([open.actionId, ended.actionId])).toHaveLength(2);
    expect((await rowOf(ended.id)).state).toBe("rejected");
  });

  test("what was approved and then killed is revoked, and keeps who had approved it", async () => {
    const asked = await ask();
    await approve(ana, asked.id);
    expect(await inTransaction((tx) => revokeForActions(tx, tom, [asked.actionId], new Date()))).toBe(1);
    expect(await rowOf(asked.id)).toMatchObject({ state: "revoked", decidedById: ana.id, changedById: tom.id });
  });
});
