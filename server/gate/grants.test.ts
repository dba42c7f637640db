import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { getActionForPeople } from "@/server/actions/service";
import { decide, undo } from "@/server/approvals/decisions";
import { settleDue } from "@/server/approvals/votes";
import { putAgent, setGrant } from "@/server/fleet/agents";
import { readTool, updateTool } from "@/server/fleet/tools";
import { askExtension, confirmExtension, revokeGrant } from "@/server/grants/keeping";
import { listGrants, listUses, readGrant } from "@/server/grants/ledger";
import { previewGrant } from "@/server/grants/preview";
import { type GrantInput, ListGrantsInput, ListUsesInput } from "@/server/grants/schema";
import { endStale } from "@/server/grants/sweeps";
import { systemActor } from "@/server/platform/actor";
import { prisma } from "@/server/platform/db";
import { killAgent } from "./kill";
import { retireAgent } from "./retire";
import { consume, propose } from "./service";
import { ana, ask, codeOf, discount, expectOk, gateWorld, key, kindsOf, mei, person } from "./testing";

gateWorld();

const MINUTE = 60_000;
const inMinutes = (minutes: number) => new Date(Date.now() + minutes * MINUTE).toISOString();
const lea = person("lea-of-grants", "operator");
const bounds = { isThisRun: false, endsAt: inMinutes(60), reason: "They ask this all week." } as const;

let agents = 0;
/** A live agent that may give discounts. */
async function newAgent(): Promise<string> {
  const name = `granted-${++agents}`;
  expectOk(await putAgent(systemActor, name, { state: "live", riskTier: "low", environment: "production" }));
  expectOk(await setGrant(systemActor, { agent: name, tool: "crm.apply_discount", isGranted: true }));
  return name;
}

const call = (agent: string, percent = 50, over: Parameters<typeof discount>[0] = {}) =>
  discount({ agent, args: { account: "acme", percent }, ...over });

/** Asks, and approves with a grant. */
async function give(agent: string, grant: Partial<GrantInput> = {}, over: Parameters<typeof discount>[0] = {}) {
  const asked = await ask(call(agent, 50, over));
  expect(asked.decision).toBe("pending");
  const answer = await decide(ana, {
    id: asked.approval?.id ?? "",
    verdict: "approve",
    reason: "",
    grant: { scope: { kind: "tool" }, ...bounds, ...grant },
  });
  return { asked, answer };
}

const ledger = async (agent: string, show: "live" | "past" = "live") =>
  expectOk(await listGrants(ana, ListGrantsInput.parse({ show, agent }))).items;

async function given(agent: string, grant: Partial<GrantInput> = {}, over: Parameters<typeof discount>[0] = {}) {
  expectOk((await give(agent, grant, over)).answer);
  const [row] = await ledger(agent);
  if (row === undefined) throw new Error("no grant is live");
  return row;
}

describe("an approval with a grant", () => {
  test("allows the next calls that fit, each with its cause, its use and its record", async () => {
    const agent = await newAgent();
    const grant = await given(agent, { maxUses: 2 });
    const next = await ask(call(agent, 30));
    expect(next).toMatchObject({ decision: "allow", cause: "grant", retry: "never", approval: null });
    expect(next.reason).toContain("standing grant");
    const detail = expectOk(await getActionForPeople(ana, next.id ?? ""));
    expect(detail.record).toMatchObject({ check: "standing_grant", grantId: grant.id });
    expect(detail.record.evaluation?.effect).toBe("require_approval");
    expect(await kindsOf(next.id ?? "")).toEqual(["action.allowed"]);
    const { items } = expectOk(await listUses(ana, ListUsesInput.parse({ id: grant.id })));
    expect(items.map(({ actionId }) => actionId)).toEqual([next.id]);
    expect((await ledger(agent))[0]).toMatchObject({ uses: 1, maxUses: 2, state: "live", author: { name: "ana" } });
  });

  test("turns no denial into anything", async () => {
    const agent = await newAgent();
    await given(agent);
    expect(await ask(call(agent, 95))).toMatchObject({ decision: "deny", cause: "policy" });
    expect((await ledger(agent))[0]?.uses).toBe(0);
  });

  test("is used by no dry run, and by no replay of the same key", async () => {
    const agent = await newAgent();
    await given(agent);
    expect(await ask(call(agent, 50, { dryRun: true }))).toMatchObject({ decision: "allow", cause: "grant", id: null });
    const idempotencyKey = randomUUID();
    const [first, again] = [await ask(call(agent), idempotencyKey), await ask(call(agent), idempotencyKey)];
    expect(again.id).toBe(first.id);
    expect((await ledger(agent))[0]?.uses).toBe(1);
  });

  test("without an end is refused in words, and nothing is decided", async () => {
    const agent = await newAgent();
    const { asked, answer } = await give(agent, { endsAt: null });
    expect(codeOf(answer)).toBe("invalid_request");
    if (!answer.ok) {
      expect(answer.refusal.message).toContain("always has an end");
      expect(answer.refusal.errors?.[0]?.path).toBe("grant.endsAt");
    }
    expect(await prisma().vote.count({ where: { approvalId: asked.approval?.id ?? "" } })).toBe(0);
  });

  test("whose shape the request itself does not fit is refused", async () => {
    const agent = await newAgent();
    const scope = { kind: "shape", constraints: [{ pointer: "/percent", op: "at_most", max: 10 }], resource: { op: "any" } } as const;
    expect(codeOf((await give(agent, { scope: { ...scope, constraints: [...scope.constraints] } })).answer)).toBe("invalid_request");
  });

  test("holds nothing until the vote takes effect, and goes with it when it is undone", async () => {
    await prisma().person.update({ where: { id: ana.id }, data: { undoSeconds: 5 } });
    try {
      const agent = await newAgent();
      const { answer } = await give(agent);
      const { voteId } = expectOk(answer);
      expect(await ask(call(agent))).toMatchObject({ decision: "pending" });
      expectOk(await undo(ana, { voteId }));
      await settleDue(new Date(Date.now() + 10_000));
      expect(await ledger(agent)).toEqual([]);

      expectOk((await give(agent)).answer);
      await settleDue(new Date(Date.now() + 10_000));
      expect(await ledger(agent)).toHaveLength(1);
      expect(await ask(call(agent))).toMatchObject({ cause: "grant" });
    } finally {
      await prisma().person.update({ where: { id: ana.id }, data: { undoSeconds: 0 } });
    }
  });
});

describe("bounds", () => {
  test("hold against a hundred proposals at once: N uses are N grants, the rest ask people", async () => {
    const agent = await newAgent();
    const grant = await given(agent, { maxUses: 7 });
    const answers = await Promise.all(Array.from({ length: 100 }, (_, at) => propose(key, call(agent, 10 + at / 10), randomUUID())));
    const decisions = answers.map((answer) => expectOk(answer));
    expect(decisions.filter(({ cause }) => cause === "grant")).toHaveLength(7);
    expect(decisions.filter(({ decision }) => decision === "pending")).toHaveLength(93);
    expect(await prisma().grantUse.count({ where: { grantId: grant.id } })).toBe(7);
    await endStale(new Date());
    expect(expectOk(await readGrant(ana, grant.id))).toMatchObject({ state: "ended", endCause: "used_up", uses: 7 });
  }, 60_000);

  test("of money are counted by what is stated, and a call that states nothing asks people", async () => {
    const agent = await newAgent();
    const impact = (amountMicroUsd: string) => ({ impact: { amountMicroUsd } });
    await given(agent, { budgetMicroUsd: "100" });
    expect(await ask(call(agent, 50, impact("60")))).toMatchObject({ cause: "grant" });
    expect(await ask(call(agent, 50, impact("41")))).toMatchObject({ decision: "pending" });
    expect(await ask(call(agent))).toMatchObject({ decision: "pending" });
    expect(await ask(call(agent, 50, impact("40")))).toMatchObject({ cause: "grant" });
    await endStale(new Date());
    expect((await ledger(agent, "past"))[0]).toMatchObject({ spentMicroUsd: "100", endCause: "used_up" });
  });

  test("of one run hold in that run alone", async () => {
    const agent = await newAgent();
    await given(agent, { isThisRun: true }, { run: { id: "run-a" } });
    expect(await ask(call(agent, 50, { run: { id: "run-b" } }))).toMatchObject({ decision: "pending" });
    expect(await ask(call(agent, 50, { run: { id: "run-a" } }))).toMatchObject({ cause: "grant" });
  });

  test("do not let who gave the grant set off what it allows", async () => {
    const agent = await newAgent();
    await given(agent);
    expect(await ask(call(agent, 50, { initiator: { type: "user", id: ana.email } }))).toMatchObject({ decision: "pending" });
  });
});

describe("a grant ends", () => {
  test("with a kill: what it allowed is revoked, and nothing more is allowed by it", async () => {
    const agent = await newAgent();
    const grant = await given(agent);
    const allowed = await ask(call(agent));
    expectOk(await killAgent(mei, agent, "It went wild."));
    expect(expectOk(await readGrant(ana, grant.id))).toMatchObject({ state: "ended", endCause: "killed" });
    expect(codeOf(await consume(key, allowed.id ?? "", { actionDigest: allowed.actionDigest }, "k"))).toBe("revoked");
  });

  test("with its agent's retirement", async () => {
    const agent = await newAgent();
    const grant = await given(agent);
    expectOk(await retireAgent(mei, agent));
    expect(expectOk(await readGrant(ana, grant.id)).endCause).toBe("retired");
  });

  test("when the agent's risk becomes another, at once", async () => {
    const agent = await newAgent();
    const grant = await given(agent);
    expectOk(await putAgent(systemActor, agent, { riskTier: "high" }));
    expect(await ask(call(agent))).toMatchObject({ decision: "pending" });
    await endStale(new Date());
    expect(expectOk(await readGrant(ana, grant.id)).endCause).toBe("agent_changed");
  });

  test("when the tool becomes another version, at once, and not for a better description", async () => {
    const agent = await newAgent();
    const grant = await given(agent);
    const { version, sideEffect, argsSchema, summary } = expectOk(await readTool(mei, "crm.apply_discount"));
    const tool = { version, sideEffect, argsSchema, summary, sensitiveArgs: [], description: "Gives a discount." };
    expectOk(await updateTool(mei, "crm.apply_discount", tool));
    await endStale(new Date());
    expect(await ask(call(agent))).toMatchObject({ cause: "grant" });
    expectOk(await updateTool(mei, "crm.apply_discount", { ...tool, version: "4" }));
    expect(await ask(call(agent))).toMatchObject({ decision: "pending" });
    await endStale(new Date());
    expect(expectOk(await readGrant(ana, grant.id))).toMatchObject({ endCause: "tool_changed" });
    const kinds = await prisma().auditOutbox.findMany({ where: { subjectId: grant.id }, orderBy: { id: "asc" } });
    expect(kinds.map(({ kind }) => kind)).toEqual(["grant.created", "grant.ended"]);
  });

  test("when it is taken back, and then the next call asks people", async () => {
    const agent = await newAgent();
    const grant = await given(agent);
    const tom = person("tom", "operator");
    expect(codeOf(await revokeGrant({ ...tom, roles: new Set(["viewer"] as const) }, { id: grant.id, reason: "No." }))).toBe("forbidden");
    const revoked = expectOk(await revokeGrant(mei, { id: grant.id, reason: "The campaign is over." }));
    expect(revoked).toMatchObject({ state: "ended", endCause: "revoked", endReason: "The campaign is over.", endedBy: { name: "mei" } });
    expect(await ask(call(agent))).toMatchObject({ decision: "pending" });
    expect(codeOf(await revokeGrant(mei, { id: grant.id, reason: "Again." }))).toBe("conflict");
  });
});

test("a later end takes four eyes: whoever asked may not confirm it", async () => {
  const agent = await newAgent();
  const grant = await given(agent);
  const until = inMinutes(10 * 24 * 60);
  expectOk(await askExtension(mei, { id: grant.id, until, reason: "The campaign goes on." }));
  expect(codeOf(await confirmExtension(mei, { id: grant.id, until }))).toBe("self_approval");
  expect(codeOf(await confirmExtension(ana, { id: grant.id, until }))).toBe("forbidden");
  expect(expectOk(await readGrant(lea, grant.id)).can.confirm).toBe(true);
  expect(expectOk(await confirmExtension(lea, { id: grant.id, until })).endsAt).toBe(until);
});

test("a preview counts past calls that asked people and fit the scope, with how they ended", async () => {
  const agent = await newAgent();
  for (const percent of [10, 20, 30]) await ask(call(agent, percent, { impact: { amountMicroUsd: "5" } }));
  await ask(call(agent, 3)); // allowed by a rule
  const now = await ask(call(agent, 20));
  const percent = { pointer: "/percent", op: "at_most", max: 20 } as const;
  const account = { pointer: "/account", op: "any" } as const;
  const scope = { kind: "shape" as const, constraints: [percent, account], resource: { op: "any" as const } };
  const preview = expectOk(await previewGrant(ana, { actionId: now.id ?? "", scope, isThisRun: false }));
  expect(preview).toMatchObject({ asked: 3, count: 2, amountMicroUsd: "10", unstated: 0, ended: [{ state: "awaiting", count: 2 }] });
  expect(preview.newest).toHaveLength(2);
  expect(codeOf(await previewGrant(mei, { actionId: now.id ?? "", scope, isThisRun: false }))).toBe("forbidden");
});
