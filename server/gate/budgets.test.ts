import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { decide } from "@/server/approvals/decisions";
import { createBudget, editBudget, retireBudget } from "@/server/budgets/edits";
import { listForKey } from "@/server/budgets/plans";
import type { CreateBudgetInput } from "@/server/budgets/schema";
import { readBudget, readBudgetPage, readBurnDown, readCutOffs } from "@/server/budgets/service";
import { settleBudgets } from "@/server/budgets/settling";
import { mintKey } from "@/server/platform/actor";
import { prisma } from "@/server/platform/db";
import { newId } from "@/server/platform/new-id";
import { askExtension } from "./extensions";
import { consume, propose, receive } from "./service";
import { ask, call, expectOk, gateWorld, key, mei, person } from "./testing";

gateWorld();

const PICO = 1_000_000n;
const cutOff = { percent: 100, act: "cut_off", groupIds: [], perMinute: null } as const;
const input = (over: Partial<CreateBudgetInput> = {}): CreateBudgetInput => ({
  scope: { kind: "agent", id: "sales-agent" },
  measure: "money",
  limit: "1000000",
  window: { kind: "calendar", unit: "month" },
  thresholds: [cutOff],
  reason: "For the test.",
  ...over,
});
const set = async (over: Partial<CreateBudgetInput> = {}) => expectOk(await createBudget(mei, input(over))).id;
const counterOf = async (budgetId: string) => prisma().budgetCounter.findFirstOrThrow({ where: { budgetId } });
const soon = (ms = 0) => new Date(Date.now() + ms);

let dimensionId = 0;
/** What telemetry brings: so many micro-USD of calls of the agent's model. */
async function cost(microUsd: bigint, hour = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000)): Promise<void> {
  const pico = (microUsd * PICO).toString();
  await prisma().$executeRawUnsafe(
    `with d as (insert into cost_delta (hour, dimension_id, bucket, cause, calls, input_tokens, cache_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens,
       output_tokens, reasoning_tokens, input_pico_usd, cache_read_pico_usd, cache_write_5m_pico_usd, cache_write_1h_pico_usd, output_pico_usd, reasoning_pico_usd, reported_pico_usd)
       values ($1::timestamptz, $2::int, 'priced', 'ingest', 1, 10, 0, 0, 0, 0, 0, $3::numeric, 0, 0, 0, 0, 0, 0))
     insert into cost_flow (hour, dimension_id, tokens, pico_usd) values ($1::timestamptz, $2::int, 10, $3::numeric)`,
    hour,
    dimensionId,
    pico,
  );
}

beforeAll(async () => {
  const dimension = await prisma().costDimension.create({ data: { agent: "sales-agent", model: "m", key: "sales" } });
  dimensionId = dimension.id;
});

beforeEach(async () => {
  await prisma().$executeRawUnsafe("delete from cost_delta");
  await prisma().$executeRawUnsafe("delete from cost_flow");
  const active = await prisma().budget.findMany({ where: { state: "active" } });
  for (const { id, revision } of active) expectOk(await retireBudget(mei, { id, revision, reason: "Next." }));
});

describe("money", () => {
  test("what came is seen by the very next call, before anybody summed it up, and once after", async () => {
    const id = await set();
    expect(await ask()).toMatchObject({ decision: "allow" });
    await cost(1_000_000n);
    const denied = await ask();
    expect(denied).toMatchObject({ decision: "deny", cause: "budget", retry: "later" });
    expect(denied.reason).toMatch(/^The \w+ budget of sales-agent, \$1\.00, is used up\. It begins anew on 1 \w+\.$/);
    await settleBudgets(soon());
    expect((await counterOf(id)).spent.toFixed(0)).toBe((1_000_000n * PICO).toString());
    expect(await ask()).toMatchObject({ decision: "deny", cause: "budget" });
    expect(await prisma().costFlow.count()).toBe(0);
  });
  test("a correction takes back what it corrects, and calls pass again", async () => {
    const id = await set();
    await cost(1_200_000n);
    await settleBudgets(soon());
    await cost(-700_000n);
    await settleBudgets(soon());
    expect((await counterOf(id)).spent.toFixed(0)).toBe((500_000n * PICO).toString());
    expect(await ask()).toMatchObject({ decision: "allow" });
  });
  test("a budget that begins late counts what was spent before it in its window, each cost once", async () => {
    await cost(300_000n);
    const id = await set();
    await settleBudgets(soon());
    expect((await counterOf(id)).spent.toFixed(0)).toBe((300_000n * PICO).toString());
    const refused = await createBudget(mei, input({ measure: "money", limit: "200000", window: { kind: "calendar", unit: "week" } }));
    expect(refused).toMatchObject({
      ok: false,
      refusal: { errors: [{ path: "limit", message: expect.stringContaining("$0.30 is spent already") }] },
    });
  });
  test("an agent whose models cost nothing is not blocked when others have used up the money", async () => {
    await set({ scope: { kind: "organisation", id: null } });
    await prisma()
      .costDimension.create({ data: { agent: "other", model: "m", key: `other-${randomUUID()}` } })
      .then(async ({ id }) => {
        const mine = dimensionId;
        await cost(0n);
        dimensionId = id;
        await cost(2_000_000n);
        dimensionId = mine;
      });
    expect(await ask()).toMatchObject({ decision: "allow" });
    await cost(1n);
    expect(await ask()).toMatchObject({ decision: "deny", cause: "budget" });
  });
});

describe("reserve and settle", () => {
  const worst = (costMicroUsd: string) => call({ worstCase: { costMicroUsd } });
  test("of fifty at once that want the last of it, none is let through beyond it", async () => {
    const id = await set({ limit: "1000000" });
    const org = await set({ scope: { kind: "organisation", id: null }, limit: "700000" });
    const answers = await Promise.all(Array.from({ length: 50 }, () => propose(key, worst("100000"), randomUUID()).then(expectOk)));
    expect(answers.filter(({ decision }) => decision === "allow")).toHaveLength(7);
    expect(answers.filter(({ cause }) => cause === "budget")).toHaveLength(43);
    for (const one of [id, org]) expect((await counterOf(one)).reserved.toFixed(0)).toBe((700_000n * PICO).toString());
  });
  test("who dies after the answer gives it back when the permission ends, or after two days at the latest", async () => {
    const id = await set();
    const lost = await ask(worst("400000"));
    expect((await counterOf(id)).reserved.toFixed(0)).toBe((400_000n * PICO).toString());
    await settleBudgets(soon(60_000));
    expect((await counterOf(id)).reserved.toFixed(0)).toBe((400_000n * PICO).toString());
    await prisma().action.update({ where: { id: lost.id ?? "" }, data: { state: "revoked", cause: "timeout" } });
    await settleBudgets(soon(60_000));
    expect((await counterOf(id)).reserved.toFixed(0)).toBe("0");
    await ask(worst("400000"));
    await settleBudgets(soon(49 * 3_600_000));
    expect((await counterOf(id)).reserved.toFixed(0)).toBe("0");
  });
  test("what ran holds until its telemetry had time to come, then what was used stands alone", async () => {
    const id = await set();
    const answer = await ask(worst("400000"));
    const lease = expectOk(await consume(key, answer.id ?? "", { actionDigest: answer.actionDigest }, "k"));
    expectOk(await receive(key, answer.id ?? "", { token: lease.token, status: "succeeded", actionDigest: answer.actionDigest }));
    await cost(250_000n);
    await settleBudgets(soon());
    expect((await counterOf(id)).reserved.toFixed(0)).toBe((400_000n * PICO).toString());
    await settleBudgets(soon(11_000));
    const { spent, reserved } = await counterOf(id);
    expect([spent.toFixed(0), reserved.toFixed(0)]).toEqual([(250_000n * PICO).toString(), "0"]);
  });
  test("a permission from before is not used after the cut-off", async () => {
    await set();
    const answer = await ask();
    await cost(1_000_000n);
    expect(await consume(key, answer.id ?? "", { actionDigest: answer.actionDigest }, "k")).toMatchObject({
      ok: false,
      refusal: { code: "revoked", message: expect.stringContaining("is used up") },
    });
  });
});

describe("steps, runs and slowing", () => {
  test("so many calls, and not one more, however many ask at once", async () => {
    await set({ measure: "steps", limit: "5", window: { kind: "calendar", unit: "day" }, scope: { kind: "task_class", id: "counted" } });
    const counted = call({ run: { id: "r", taskClass: "counted" } });
    const answers = await Promise.all(Array.from({ length: 20 }, () => propose(key, counted, randomUUID()).then(expectOk)));
    expect(answers.filter(({ decision }) => decision === "allow")).toHaveLength(5);
  });
  test("a run that repeats itself beyond its budget is refused, another run is not", async () => {
    await set({ scope: { kind: "run", id: "sales-agent" }, measure: "repeats", limit: "2", window: { kind: "run" } });
    const of = (id: string) => call({ run: { id }, args: { account: id } });
    expect([await ask(of("r1")), await ask(of("r1")), await ask(of("r1")), await ask(of("r2"))].map(({ cause }) => cause)).toEqual([
      "policy",
      "policy",
      "budget",
      "policy",
    ]);
  });
  test("slowed to one call a minute", async () => {
    const throttle = { percent: 50, act: "throttle", groupIds: [], perMinute: 1 } as const;
    await set({ thresholds: [throttle, cutOff] });
    await cost(600_000n);
    const answers = [await ask(), await ask()];
    expect(answers.map(({ decision }) => decision)).toEqual(["allow", "deny"]);
    expect(answers[1]?.reason).toMatch(/1 call a minute still pass/);
  });
  test("a rolling window forgets its first hour", async () => {
    const id = await set({ window: { kind: "rolling", hours: 1 } });
    await cost(1_000_000n);
    await settleBudgets(soon());
    expect(await ask()).toMatchObject({ cause: "budget" });
    await settleBudgets(soon(3_600_000));
    expect((await counterOf(id)).spent.toFixed(0)).toBe("0");
  });
});

describe("people", () => {
  const finance = newId("group");
  const gus = person("gus", "approver");
  beforeAll(async () => {
    const now = new Date();
    await prisma().group.create({ data: { id: finance, name: "Finance", createdAt: now } });
    const { id, name, email, roles } = gus;
    await prisma().person.create({ data: { id, name, email, roles: [...roles], undoSeconds: 0, createdAt: now, updatedAt: now } });
    await prisma().groupMember.create({ data: { groupId: finance, personId: gus.id } });
  });

  test("at a threshold that asks, a call waits for the group it names", async () => {
    await set({ thresholds: [{ percent: 50, act: "require_approval", groupIds: [finance], perMinute: null }, cutOff] });
    await cost(600_000n);
    const waiting = await ask();
    expect(waiting).toMatchObject({ decision: "pending", cause: "budget" });
    const row = await prisma().approval.findFirstOrThrow({ where: { actionId: waiting.id ?? "" } });
    expect(row.groupIds).toEqual([finance]);
  });
  test("more is asked for, decided by another, added once, and all of it is on record", async () => {
    const id = await set({ thresholds: [{ percent: 50, act: "notify", groupIds: [finance], perMinute: null }, cutOff] });
    await cost(1_000_000n);
    await settleBudgets(soon());
    expect(await ask()).toMatchObject({ cause: "budget" });
    const { approvalId } = expectOk(await askExtension(gus, { id, amount: "500000", reason: "The renewals." }));
    expect(await askExtension(gus, { id, amount: "1", reason: "More." })).toMatchObject({ ok: false, refusal: { code: "conflict" } });
    expect(await decide(gus, { id: approvalId, verdict: "approve", reason: "" })).toMatchObject({ ok: false });
    const hal = person("hal", "approver");
    const now = new Date();
    await prisma().person.create({
      data: { id: hal.id, name: "hal", email: hal.email, roles: [...hal.roles], undoSeconds: 0, createdAt: now, updatedAt: now },
    });
    expect(await decide(hal, { id: approvalId, verdict: "approve", reason: "" })).toMatchObject({ ok: false });
    await prisma().groupMember.create({ data: { groupId: finance, personId: hal.id } });
    const member = { ...hal, groupIds: new Set([finance]) } as typeof hal;
    expectOk(await decide(member, { id: approvalId, verdict: "approve", reason: "" }));
    expect((await counterOf(id)).extra.toFixed(0)).toBe((500_000n * PICO).toString());
    expect(await ask()).toMatchObject({ decision: "allow" });
    const { events, cutOffs, budget } = expectOk(await readBudget(mei, id));
    expect(events.map(({ kind }) => kind).sort()).toEqual(["created", "extended", "extension_asked", "reached", "reached"]);
    expect(cutOffs).toMatchObject([{ endedBy: "extension", refused: 1, agents: ["sales-agent"] }]);
    expect(budget.now).toMatchObject({ extended: "500000", limit: "1500000", remaining: "500000", standing: "notified" });
    const entries = await prisma().$queryRaw<{ kind: string }[]>`
      select convert_from(bytes, 'UTF8')::jsonb->>'kind' as kind from audit_outbox where convert_from(bytes, 'UTF8')::jsonb->'subject'->>'id' = ${id} order by id`;
    expect(entries.map(({ kind }) => kind).sort()).toEqual(
      ["budget.created", "budget.cut_off", "budget.extended", "budget.extension_asked", "budget.threshold_reached"].sort(),
    );
  });
  test("whoever is to know is told once for a window and threshold", async () => {
    const id = await set();
    await cost(1_000_000n);
    await settleBudgets(soon());
    await settleBudgets(soon());
    expect(await prisma().notice.count({ where: { subjectId: id, kind: "budget.cut_off" } })).toBe(1);
    expect(expectOk(await readCutOffs(mei, { id, limit: 5 }))).toHaveLength(1);
  });
  test("an editor who saw an older revision is told, and an agent's key reads what is left", async () => {
    const id = await set();
    const edit = { id, limit: "2000000", window: { kind: "calendar", unit: "month" } as const, thresholds: [cutOff], reason: "More." };
    expect(expectOk(await editBudget(mei, { ...edit, revision: 1 }))).toEqual({ revision: 2 });
    expect(await editBudget(mei, { ...edit, revision: 1 })).toMatchObject({ ok: false, refusal: { code: "conflict" } });
    await cost(500_000n);
    const bound = mintKey({ id: newId("apiKey"), name: "k", scopes: new Set(["spend:read"] as const), agentName: "sales-agent" });
    expect(expectOk(await listForKey(bound, {})).items).toMatchObject([{ id, remaining: "1500000", unit: "micro_usd", state: "within" }]);
    expect(await listForKey(bound, { agent: "other" })).toMatchObject({ ok: false, refusal: { code: "agent_mismatch" } });
    expect(expectOk(await readBudgetPage(mei, { state: "active" })).budgets).toHaveLength(1);
    expect(expectOk(await readBurnDown(mei, id))?.slices.reduce((sum, { spent }) => sum + Number(spent), 0)).toBeGreaterThan(0);
  });
});
