import { beforeAll, expect, test } from "vitest";
import { prisma } from "@/server/platform/db";
import { freshDatabase } from "@/server/platform/testing/database";
import { changeChecks } from "./change-store";
import { evidenceChecks } from "./evidence";
import { peopleChecks } from "./people-store";
import { CRITERIA } from "./rubrics";
import { spendChecks } from "./spend-store";
import { steeringChecks } from "./steering-store";
import { AT, action, agent, ago, entry, next, spend, trace } from "./testing/rows";

freshDatabase();

const recorded = evidenceChecks.filter(({ criterion }) => /^(DX|ORG)/.test(criterion));
const CHECKS = new Map(
  [...spendChecks, ...steeringChecks, ...changeChecks, ...peopleChecks, ...recorded].map((check) => [check.criterion, check]),
);
const look = async (criterion: string) => {
  const check = CHECKS.get(criterion);
  if (check === undefined) throw new Error(`there is no check of ${criterion}`);
  return check.measure(AT);
};
const values = async (criterion: string) => (await look(criterion)).readings.map(({ value }) => value);

beforeAll(async () => {
  await prisma().organisation.create({ data: { id: "org_1", name: "Northwind", timeZone: "UTC", isDemo: false, createdAt: ago(200) } });
});

test("every computed criterion of these dimensions has a check with a reading for each condition, and without data says what is missing", async () => {
  const computed = [...CRITERIA.values()].flatMap(({ id, check }) =>
    /^(FIN|DX|ORG)/.test(id) && check.type === "auto" ? [{ id, conditions: check.conditions.length }] : [],
  );
  expect([...CHECKS.keys()].sort()).toEqual(computed.map(({ id }) => id).sort());
  for (const { id, conditions } of computed) {
    const { readings, n, missing } = await look(id);
    expect(readings, id).toHaveLength(conditions);
    expect([id, readings.map(({ value }) => value).filter((value) => value !== null), n, typeof missing]).toEqual([id, [], 0, "string"]);
  }
});

test("spend is attributed by what it cost, within the days; calls without a price count against the table", async () => {
  const whole = { agent: "seller", team: "Sales", taskClass: "quote", model: "gpt-5", provider: "openai" };
  await spend(whole, 1, 3);
  await spend(whole, 40, 100);
  expect([await values("FIN-2.2"), await values("FIN-3.1"), await values("FIN-2.3")]).toEqual([[1], [1], [1]]);
  await spend({ agent: "seller", team: "Sales" }, 1, 1);
  expect([await values("FIN-2.2"), await values("FIN-3.1")]).toEqual([[1], [0.75]]);
  await spend({ agent: "stray", model: "own-llm" }, 1, 4);
  await spend({ agent: "stray", model: "own-llm" }, 1, 0, "unpriced", 5);
  const { readings, samples } = await look("FIN-2.2");
  expect([readings[0]?.value, samples[0]]).toEqual([0.5, { kind: "record", id: "stray", label: "stray", holds: false }]);
  const priced = await look("FIN-2.3");
  expect([priced.readings[0], priced.samples[0]?.id]).toEqual([{ value: 3 / 8, hits: 3, of: 8 }, "own-llm"]);
});

test("invoices of the last closed month are held against the calls of their provider on their days", async () => {
  const invoice = { provider: "openai", fileName: "october.csv", format: "plain", currency: "USD", byId: "per_1", at: ago(5) };
  const october = { firstDay: new Date("2026-10-01"), lastDay: new Date("2026-10-31") };
  const line = (amount: number) => ({ create: [{ day: new Date("2026-10-11"), model: "gpt-5", amountPicoUsd: String(amount * 1e12) }] });
  const lines = line(100);
  await prisma().invoice.create({ data: { id: "inv_1", digest: "1", totalPicoUsd: String(100e12), ...invoice, ...october, lines } });
  const exact = await look("FIN-2.1");
  expect([exact.readings[0]?.value, exact.n, exact.missing]).toEqual([0, 1, null]);
  await prisma().invoice.create({
    data: { id: "inv_2", digest: "2", totalPicoUsd: String(25e12), ...invoice, ...october, lines: line(25) },
  });
  const off = await look("FIN-2.1");
  expect([off.readings[0]?.value, off.samples[0]?.holds]).toEqual([0.2, false]);
  await prisma().invoice.update({ where: { id: "inv_2" }, data: { removedAt: ago(1) } });
  expect(await values("FIN-2.1")).toEqual([0]);
});

test("statements of the last closed month count once their teams acknowledged them", async () => {
  const closed = { closedAt: ago(18), startsAt: ago(50), endsAt: ago(20), totalPicoUsd: "1000", unknownCalls: 0 };
  const statement = (id: string, team: string, state: string, month = "2026-10") =>
    prisma().statement.create({
      data: { id, team, state, month, stateAt: ago(10), reason: state === "disputed" ? "No." : null, ...closed },
    });
  await Promise.all([
    statement("1", "Sales", "acknowledged"),
    statement("2", "", "to_acknowledge"),
    statement("3", "Data", "to_acknowledge", "2026-09"),
  ]);
  expect((await look("FIN-3.4")).readings).toEqual([{ value: 1, hits: 1, of: 1 }]);
  await statement("4", "Data", "disputed");
  expect(await values("FIN-3.4")).toEqual([0.5]);
});

test("agents: what a success costs, a card that is whole, and how soon the first trace came", async () => {
  await prisma().person.create({
    data: { id: "per_1", email: "o@x.example", name: "O", roles: [], createdAt: ago(200), updatedAt: ago(200) },
  });
  await prisma().team.create({ data: { id: "tea_1", name: "Sales", createdAt: ago(200) } });
  await prisma().tool.create({
    data: {
      id: "too_1",
      name: "t",
      version: "1",
      description: "",
      sideEffect: "read",
      sensitiveArgs: [],
      createdAt: ago(9),
      updatedAt: ago(9),
    },
  });
  const seller = await agent("seller", { ownerId: "per_1", teamId: "tea_1", tools: { create: [{ toolId: "too_1", grantedAt: ago(9) }] } });
  await agent("tester", { environment: "staging", state: "draft" });
  expect([await values("FIN-4.1"), await values("DX-3.4"), await values("DX-2.1")]).toEqual([[0], [1], [null]]);
  await action({ traceId: await trace({ agentName: "seller" }) });
  expect(await values("FIN-4.1")).toEqual([1]);
  const registered = (agentId: string, days: number, toState: string) =>
    prisma().agentStateChange.create({ data: { agentId, revision: 1, toState, actorType: "person", at: ago(days) } });
  await registered(seller, 2.5, "live");
  expect((await values("DX-2.1"))[0]).toBeCloseTo(0.5, 6);
  // Nothing came of this one yet: it waits since nine days.
  await registered(await agent("silent", { updatedAt: ago(300), state: "live" }), 9, "draft");
  expect((await values("DX-2.1"))[0]).toBeCloseTo(4.75, 6);
  await prisma().agentStateChange.create({
    data: { agentId: "agt_silent", revision: 2, fromState: "draft", toState: "live", actorType: "person", at: ago(6) },
  });
  expect((await look("DX-3.4")).readings).toEqual([{ value: 0.5, hits: 1, of: 2 }]);
});

test("what runs were stopped for, or left, is waste", async () => {
  expect(await values("FIN-4.4")).toEqual([0]);
  await action({ state: "denied", cause: "budget", traceId: await trace({ costPicoUsd: "3000000000000" }) });
  const { readings, n, samples } = await look("FIN-4.4");
  expect([readings[0]?.value, n, samples.map(({ holds }) => holds)]).toEqual([0.75, 2, [false, true]]);
  // It goes on: nothing is known of it yet. Once it was silent for a day, it was left.
  const silent = await trace({ running: 1, lastAt: ago(0.5), costPicoUsd: "4000000000000" });
  expect(await values("FIN-4.4")).toEqual([3 / 8]);
  await prisma().trace.update({ where: { id: silent }, data: { lastAt: ago(1.5) } });
  expect(await values("FIN-4.4")).toEqual([7 / 8]);
});

test("caps: an agent's own, its runs' or its team's cut off; what went past them is told in dollars; acts must come in time", async () => {
  const budget = (id: string, scopeKind: string, scopeId: string, act = "cut_off") => {
    const thresholds = [{ percent: 100, act, groupIds: [], perMinute: null }];
    const window = { kind: "calendar", unit: "day" };
    const times = { createdAt: ago(100), updatedAt: ago(100) };
    return prisma().budget.create({
      data: { id, scopeKind, scopeId, measure: "money", limit: 10_000_000n, window, thresholds, state: "active", ...times },
    });
  };
  await budget("bud_all", "organisation", "");
  expect(await values("FIN-3.2")).toEqual([0, 0]);
  await budget("bud_team", "team", "tea_1");
  await budget("bud_told", "agent", "silent", "notify");
  expect(await values("FIN-3.2")).toEqual([0.5, 0]);
  const window = (budgetId: string, key: string, spent: number) =>
    prisma().budgetCounter.create({
      data: { budgetId, key, fromAt: ago(3), toAt: ago(2), spent: String(spent * 1e12), updatedAt: ago(2) },
    });
  await window("bud_team", "a", 10);
  expect([await values("FIN-3.2"), await values("FIN-5.1")]).toEqual([[0.5, 0], [0]]);
  const reached = { kind: "reached", percent: 100, act: "cut_off", limit: String(10e12), spent: String(10e12) };
  await prisma().budgetEvent.create({ data: { id: "bev_1", budgetId: "bud_team", key: "a", at: ago(2.5), ...reached } });
  expect(await values("FIN-5.1")).toEqual([1]);
  await window("bud_team", "b", 12.5);
  await prisma().budgetEvent.create({ data: { id: "bev_2", budgetId: "bud_team", key: "b", at: ago(2.5), ...reached, act: "notify" } });
  expect([await values("FIN-3.2"), await values("FIN-5.1")]).toEqual([[0.5, 2.5], [0.5]]);
});

test("findings of dear hours are timed from the first of them; those put aside are not", async () => {
  const found = (key: string, minutes: number, dismissedAt: Date | null = null) => {
    const hours = { fromHour: ago(3), untilHour: ago(2.9), foundAt: new Date(ago(3).getTime() + minutes * 60_000) };
    const why = { cause: "new", words: "New.", costMicroUsd: 1n, usualMicroUsd: 0n };
    return prisma().costAnomaly.create({ data: { id: `ano_${key}`, dimension: "agent", key, ...hours, ...why, dismissedAt } });
  };
  await Promise.all([found("a", 20), found("b", 45), found("c", 600, ago(1))]);
  expect([await values("FIN-3.3"), (await look("FIN-3.3")).n]).toEqual([[45], 2]);
  await found("d", 90);
  expect((await look("FIN-3.3")).samples.map(({ label, holds }) => [label, holds])[0]).toEqual(["d", false]);
});

test("switches of models: the last of each task, how old it is, and what it saved where success did not fall", async () => {
  const side = (mean: number) => ({ model: "m", runs: 100, outcome: { of: 100, count: 90 }, cost: { of: 100, mean, deviation: 0 } });
  const decide = (taskClass: string, days: number) => {
    const switched = { fromModel: "big", toModel: "small", verdict: "accepted", share: 100, reason: "", byId: "per_1" };
    return prisma().routingDecision.create({
      data: { id: `rd_${taskClass}`, taskClass, ...switched, at: ago(days), evidence: { from: side(3e6), to: side(1e6) } },
    });
  };
  const run = async (taskClass: string, state: string) => {
    const traceId = next();
    const observed = { attribution: "one", model: "small", costPicoUsd: "1000000000000", tookMs: 1n };
    await prisma().runObservation.create({ data: { traceId, at: ago(3), taskClass, ...observed } });
    await action({ traceId, state });
  };
  await decide("quote", 10);
  await run("quote", "succeeded");
  expect([await values("FIN-4.3"), await values("FIN-5.2")]).toEqual([[1], [10, 2]]);
  await decide("summary", 120);
  await run("summary", "failed");
  // It costs less, and fails: nothing is saved by it.
  expect([await values("FIN-4.3"), await values("FIN-5.2")]).toEqual([[0.5], [10, 2]]);
});

test("review: a request has a measured time by the vote before it or by its claim", async () => {
  const vote = async (id: string, personId: string, minutes: number) => {
    const asked = {
      actionId: id,
      state: "approved",
      agentName: "seller",
      toolName: "t",
      riskTier: "low",
      title: id,
      groupIds: [],
      excluded: {},
    };
    const times = { createdAt: ago(2), dueAt: ago(1), expiresAt: ago(1), urgencyAt: ago(1), updatedAt: ago(1) };
    const castAt = new Date(ago(2).getTime() + minutes * 60_000);
    await prisma().approval.create({
      data: { id, ...asked, ...times, votes: { create: [{ id: `v_${id}`, stage: 1, personId, verdict: "approve", castAt }] } },
    });
  };
  await vote("apr_1", "per_1", 0);
  await vote("apr_2", "per_1", 5);
  await vote("apr_3", "per_2", 5);
  expect((await look("FIN-4.5")).readings).toEqual([{ value: 1 / 3, hits: 1, of: 3 }, { value: null }]);
  await entry("approval.claimed", 2, { subjectType: "approval", subjectId: "apr_3", actionId: "apr_3", actorId: "per_2" });
  expect((await values("FIN-4.5"))[0]).toBeCloseTo(2 / 3, 6);
});

test("changes: killed within a week counts as failed; lead time is from draft to live; what one edit did is one change", async () => {
  await entry("agent.tool_granted", 30, { agentName: "seller" });
  await entry("agent.updated", 30, { agentName: "seller" });
  await entry("agent.updated", 20, { agentName: "silent" });
  expect(await values("DX-4.1")).toEqual([0, 3]);
  await entry("agent.killed", 15, { agentName: "silent" });
  await entry("agent.killed", 10, { agentName: "seller" });
  expect((await look("DX-4.1")).readings).toEqual([{ value: 0.5, hits: 1, of: 2 }, { value: 3 }]);
  expect((await look("DX-5.3")).readings).toEqual([{ value: 0, hits: 0, of: 3 }]);
  await entry("budget.edited", 1, { actorType: "key" });
  await entry("rule.published", 1, { actorType: "system", actorId: null });
  expect(await values("DX-5.3")).toEqual([0.25]);
});

test("waits for consent end with the answer, or are still going on", async () => {
  const asked = { agentId: "agt_silent", askedById: "per_1", reason: "", lapsesAt: ago(1), killedAt: ago(15) };
  await prisma().restoreRequest.create({ data: { id: "r_1", ...asked, askedAt: ago(14), endedAt: ago(13), outcome: "restored" } });
  expect(await values("DX-4.2")).toEqual([1]);
  await entry("grant.extension_asked", 9, { subjectType: "grant", subjectId: "grt_1" });
  expect(await values("DX-4.2")).toEqual([5]);
  await entry("grant.extended", 8, { subjectType: "grant", subjectId: "grt_1" });
  expect(await values("DX-4.2")).toEqual([1]);
});

test("the roadmap: open items need an owner who is there; done and overdue ones tell whether dates are kept", async () => {
  const item = (id: string, dueOn: string, closedAt: Date | null, ownerId = "per_1") => {
    const planned = { criterion: id, quarter: "2026-Q4", position: 1, expectedGain: 0.1, addedById: "per_1", addedAt: ago(60) };
    return prisma().maturityItem.create({
      data: { id, dueOn, closedAt, ownerId, outcome: closedAt && "done", closedById: closedAt && "per_1", ...planned },
    });
  };
  await item("OBS-2.1", "2026-12-20", null);
  expect(await values("ORG-4.4")).toEqual([1, null]);
  await item("OBS-2.2", "2026-11-10", ago(15));
  await item("OBS-3.1", "2026-11-10", null, "per_gone");
  const { readings, samples } = await look("ORG-4.4");
  expect([readings.map(({ value }) => value), samples[0]?.id]).toEqual([[0.5, 0.5], "OBS-3.1"]);
});

test("forecasts of closed months are tried against what they came to", async () => {
  const days = Array.from({ length: 150 }, (_, day) => day + 20);
  const key = { id: 9_000, key: "flat", provider: "other" };
  await prisma().costDimension.create({ data: key });
  await prisma()
    .$executeRaw`insert into cost_hourly select ${AT}::timestamptz - day * interval '1 day', 9000, 'priced', 1, 1,0,0,0,0,0, 2e15,0,0,0,0,0, 0 from unnest(${days}::int[]) day`;
  const { readings, n } = await look("FIN-4.2");
  expect(n).toBe(3);
  expect(readings[0]?.value).toBeLessThan(0.05);
  await prisma()
    .$executeRaw`insert into cost_hourly select ${AT}::timestamptz - day * interval '1 day' - interval '2 hours', 9000, 'priced', 1, 1,0,0,0,0,0, 2e15,0,0,0,0,0, 0 from generate_series(21, 45) day`;
  expect((await values("FIN-4.2"))[0]).toBeGreaterThan(0.1);
});
