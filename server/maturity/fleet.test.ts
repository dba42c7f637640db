import { beforeAll, describe, expect, test } from "vitest";
import { signInAs } from "@/server/identity/testing";
import type { Result } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { prisma } from "@/server/platform/db";
import { freshDatabase } from "@/server/platform/testing/database";
import { setTarget } from "./aims";
import { CHECKS } from "./checks";
import { CHECKLIST_IDS } from "./core/readiness";
import { evaluateDaily, measureDaily } from "./evaluating";
import { readAgentReadiness, readReadiness } from "./readiness";
import { CRITERIA } from "./rubrics";
import { readGroupCriteria, readGroups } from "./teams";
import { record } from "./testing/evidence-world";
import { AT, agent, ago, trace } from "./testing/rows";

freshDatabase();

let chief: PersonActor;
const [SALES, CLAIMS] = ["tea_01jcqz00000000000000000001", "tea_01jcqz00000000000000000002"];

async function value<T>(answer: Promise<Result<T>>): Promise<T> {
  const result = await answer;
  if (!result.ok) throw new Error(result.refusal.message);
  return result.value;
}

beforeAll(async () => {
  chief = await signInAs("executive@example.com", ["executive"]);
  for (const [id, name] of [
    [SALES, "Sales"],
    [CLAIMS, "Claims"],
  ] as const)
    await prisma().team.create({ data: { id, name, createdAt: ago(200) } });
  await agent("seller", { teamId: SALES, ownerId: chief.id });
  await agent("payer", { teamId: CLAIMS, riskTier: "high" });
  await agent("novice", { teamId: CLAIMS, state: "draft", environment: "staging", ownerId: chief.id });
  for (let run = 0; run < 24; run += 1) await trace({ agentName: "seller" });
  await trace({ agentName: "payer" });
});

describe("before the first count", () => {
  test("there are no teams to compare, and readiness tells what agents are at once", async () => {
    expect(await value(readGroups(chief))).toMatchObject({ at: null, teams: [] });
    const { agents, at } = await value(readReadiness(chief, AT));
    expect(at).toBeNull();
    expect(agents.map(({ name }) => name)).toEqual(["novice", "payer", "seller"]);
  });
});

describe("the count by agent", () => {
  test("is taken once a day after the snapshot, with its entry, and cannot be changed", async () => {
    await measureDaily(AT);
    expect(await prisma().maturityFleet.count()).toBe(0);
    await evaluateDaily(AT);
    await Promise.all([measureDaily(AT), measureDaily(AT)]);
    await measureDaily(AT);
    expect(await prisma().maturityFleet.count()).toBe(1);
    expect(await prisma().auditOutbox.count({ where: { kind: "maturity.fleet_measured" } })).toBe(1);
    await expect(prisma().maturityFleet.deleteMany()).rejects.toThrow();
  });

  test("all agents together come to what the check itself came to", async () => {
    const { criteria } = (await prisma().maturityFleet.findFirstOrThrow()) as unknown as {
      criteria: Record<string, { tallies: Record<string, ({ hits: number; of: number } | null)[]> }>;
    };
    for (const [id, { tallies }] of Object.entries(criteria)) {
      const measured = await CHECKS.get(id)?.measure(AT);
      const of = Object.values(tallies).reduce((sum, [first]) => sum + (first?.of ?? 0), 0);
      // Rows of which none leads to an agent are the organisation's.
      expect([id, of]).toEqual([id, Object.keys(tallies).length === 0 ? 0 : measured?.n]);
    }
    expect(Object.keys(criteria)).toEqual(expect.arrayContaining(["GOV-2.1", "OBS-2.1", "SEC-3.1", "PLT-3.1", "PLT-3.2", "HITL-3.5"]));
  });

  test("tells teams and risk tiers apart, and says where there is too little", async () => {
    const rowsOf = async (scope: string, dimension: "GOV" | "OBS") =>
      new Map((await value(readGroupCriteria(chief, { scope, dimension }))).rows.map((row) => [row.id, row]));
    expect((await rowsOf(`team:${SALES}`, "GOV")).get("GOV-2.1")).toMatchObject({ state: "met", scope: "own", whole: "not_met", n: 1 });
    expect((await rowsOf(`team:${CLAIMS}`, "GOV")).get("GOV-2.1")).toMatchObject({ state: "not_met", scope: "own" });
    expect((await rowsOf("tier:high", "GOV")).get("GOV-2.1")).toMatchObject({ state: "not_met", n: 1 });
    expect((await rowsOf("tier:medium", "GOV")).get("GOV-2.1")).toMatchObject({ state: "not_applicable", scope: "none" });
    expect((await rowsOf(`team:${SALES}`, "GOV")).get("GOV-2.2")).toMatchObject({ scope: "whole" });
    expect((await rowsOf(`team:${SALES}`, "OBS")).get("OBS-2.1")).toMatchObject({ state: "met", n: 24 });
    expect((await rowsOf(`team:${CLAIMS}`, "OBS")).get("OBS-2.1")).toMatchObject({ state: "insufficient_data", lack: 19 });
  });

  test("stands beside what each team aims at", async () => {
    const aim = { subject: "GOV", scope: `team:${SALES}`, level: 3, dueOn: "2027-03-31", isSet: true };
    await value(setTarget(chief, aim, AT));
    const { teams, tiers, whole } = await value(readGroups(chief));
    expect(teams.map(({ name, agents }) => [name, agents])).toEqual([
      ["Claims", 2],
      ["Sales", 1],
    ]);
    const sales = teams.find(({ name }) => name === "Sales");
    expect(sales?.cells.find(({ dimension }) => dimension === "GOV")?.target).toMatchObject({ level: 3, dueOn: "2027-03-31" });
    expect(sales?.cells.find(({ dimension }) => dimension === "SEC")?.target).toBeNull();
    expect(tiers.map(({ agents }) => agents)).toEqual([1, 0, 2]);
    expect(whole?.cells).toHaveLength(8);
  });
});

describe("readiness", () => {
  test("asks for criteria that the rubric has", () => {
    expect([...CHECKLIST_IDS].filter((id) => !CRITERIA.has(id))).toEqual([]);
  });

  test("judges an agent that is not live as if it were, by what it is now and what it did", async () => {
    const points = async (name: string) => {
      const { checklist } = await value(readAgentReadiness(chief, name, AT));
      return new Map(checklist.flatMap((part) => part.points).map((point) => [point.id, point]));
    };
    const novice = await points("novice");
    expect(novice.get("GOV-2.1")).toMatchObject({ state: "met" });
    expect(novice.get("FIN-3.2")).toMatchObject({ state: "not_met", isCore: true });
    expect(novice.get("OBS-2.1")).toMatchObject({ state: "insufficient_data", missing: expect.stringMatching(/Nothing of the kind/) });
    expect((await points("payer")).get("GOV-2.1")).toMatchObject({ state: "not_met" });
    expect((await points("payer")).get("OBS-2.1")).toMatchObject({ missing: "1 so far: 19 more are needed before it can be told." });
    expect((await points("seller")).get("OBS-2.1")).toMatchObject({ state: "met" });
    // A change counts at once.
    await prisma().agent.update({ where: { name: "payer" }, data: { ownerId: chief.id } });
    expect((await points("payer")).get("GOV-2.1")).toMatchObject({ state: "met" });
  });

  test("what happened outside counts for the agent of which it is on record, and for nobody as long as nothing of the kind is", async () => {
    const stateOf = async (name: string, id: string) =>
      (await value(readAgentReadiness(chief, name, AT))).checklist.flatMap((part) => part.points).find((point) => point.id === id)?.state;
    expect(await stateOf("novice", "DX-2.3")).toBe("whole");
    await record("evaluation_suite", { cases: 30, baseline: "main" }, { agent: "novice" });
    await record("attack_suite", { attempts: 50, succeeded: 0 }, { agent: "novice" });
    expect(await Promise.all(["novice", "payer"].map((name) => stateOf(name, "DX-2.3")))).toEqual(["met", "not_met"]);
    expect(await stateOf("payer", "SEC-4.2")).toBe("not_met");
    await prisma().agent.update({ where: { name: "novice" }, data: { reviewDue: ago(-30) } });
    expect(await Promise.all(["novice", "payer"].map((name) => stateOf(name, "GOV-3.3")))).toEqual(["met", "not_met"]);
  });

  test("there is none of agents that nobody registered, and of those that are retired", async () => {
    await agent("gone", { state: "retired" });
    for (const name of ["gone", "nobody"]) expect((await readAgentReadiness(chief, name, AT)).ok).toBe(false);
  });
});
