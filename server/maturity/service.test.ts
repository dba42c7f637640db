import { beforeAll, describe, expect, test } from "vitest";
import { signInAs } from "@/server/identity/testing";
import type { Result } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { pool, prisma } from "@/server/platform/db";
import { freshDatabase } from "@/server/platform/testing/database";
import { setFigure, setTarget } from "./aims";
import { assess, attest, resolve } from "./assessing";
import { readCriterion } from "./criteria";
import { evaluateDaily, evaluateNow } from "./evaluating";
import { readGaps } from "./gaps";
import { readHistory, verifySnapshot } from "./history";
import { readReviews } from "./reviews";
import { addItem, closeItem, moveItem, readRoadmap } from "./roadmap";
import { RUBRIC } from "./rubrics";
import { readScorecard } from "./service";
import { confirmExclusion, proposeExclusion, revokeWaiver, waive } from "./waivers";

freshDatabase();

const DAY_MS = 86_400_000;
const start = new Date("2026-11-02T12:00:00Z");
const dayAfter = (days: number) => new Date(start.getTime() + days * DAY_MS);

let [executive, operator, auditor, admin]: PersonActor[] = [];
const [chief, runner, checker, keeper] = [
  () => executive as PersonActor,
  () => operator as PersonActor,
  () => auditor as PersonActor,
  () => admin as PersonActor,
];

async function value<T>(answer: Promise<Result<T>>): Promise<T> {
  const result = await answer;
  if (!result.ok) throw new Error(result.refusal.message);
  return result.value;
}
const codeOf = async (answer: Promise<Result<unknown>>) => {
  const result = await answer;
  return result.ok ? "ok" : result.refusal.code;
};
const stateOf = async (id: string, at = start) => (await value(readCriterion(chief(), id, at))).criterion.state;
const entries = (kind: string) => prisma().auditOutbox.count({ where: { kind } });
const said = { rationale: "seen in the minutes", evidence: { link: "https://example.com/minutes" }, validDays: 30 };

beforeAll(async () => {
  [executive, operator, auditor, admin] = await Promise.all(
    (["executive", "operator", "auditor", "admin"] as const).map((role) => signInAs(`${role}@example.com`, [role])),
  );
});

describe("an evaluation", () => {
  test("before the first one there is nothing, and plans can be made", async () => {
    expect((await value(readScorecard(chief()))).standing).toBeNull();
    expect((await value(readGaps(chief()))).rows).toEqual([]);
    expect(await codeOf(readCriterion(chief(), "GOV-2.1"))).toBe("not_found");
  });

  test("several workers take one snapshot a day, with its entry, and every query answers within its time", async () => {
    await Promise.all([evaluateDaily(start), evaluateDaily(start), evaluateDaily(start)]);
    await evaluateDaily(start);
    expect(await prisma().maturitySnapshot.count()).toBe(1);
    expect(await entries("maturity.snapshot_taken")).toBe(1);
    const { standing } = await value(readScorecard(chief()));
    expect(standing?.criteria).toHaveLength(127);
    expect(
      standing?.criteria
        .filter(({ missing }) => /^The query|^Reeve has no check/.test(missing ?? ""))
        .map(({ id, missing }) => [id, missing]),
    ).toEqual([]);
    expect(standing?.path.to).toBe(2);
  });

  test("in an empty house nothing is met for want of data alone", async () => {
    const { standing } = await value(readScorecard(chief()));
    for (const { state, missing, lack, held } of standing?.criteria ?? []) {
      if (state === "insufficient_data") expect(missing ?? lack ?? held.find(({ isHeld }) => isHeld === null)).not.toBeNull();
    }
  });

  test("only an administrator has it done at once, and not while another is under way, unless that one died", async () => {
    expect(await codeOf(evaluateNow(chief(), dayAfter(0.1)))).toBe("forbidden");
    await prisma().maturityTurn.update({ where: { id: 1 }, data: { until: dayAfter(0.15) } });
    expect(await codeOf(evaluateNow(keeper(), dayAfter(0.1)))).toBe("conflict");
    expect(await codeOf(evaluateNow(keeper(), dayAfter(0.15)))).toBe("ok");
  });

  test("a snapshot cannot be changed, and one that was changed behind Reeve's back is found out", async () => {
    const { standing } = await value(readScorecard(chief()));
    const id = standing?.id ?? "";
    const digest = standing?.digest;
    expect(await value(verifySnapshot(checker(), id))).toMatchObject({
      isIntact: true,
      isOnRecord: true,
      digest,
      entryId: expect.stringMatching(/^aud_/),
    });
    const entry = await prisma().auditOutbox.findFirstOrThrow({ where: { kind: "maturity.snapshot_taken" }, orderBy: { id: "desc" } });
    expect(Buffer.from(entry.bytes).toString()).toContain(digest);
    for (const sql of [
      "update maturity_result set state = 'met'",
      "delete from maturity_snapshot",
      "update maturity_waiver set reason = 'x'",
    ]) {
      await expect(pool().query(sql)).rejects.toThrow(/permission denied/);
    }
    const { default: pg } = await import("pg");
    const owner = new pg.Client({ connectionString: process.env.DATABASE_URL });
    await owner.connect();
    await expect(owner.query("delete from maturity_result")).rejects.toThrow();
    await owner.query("alter table maturity_result disable trigger user");
    const forge = (missing: string | null) =>
      owner.query("update maturity_result set missing = $2 where snapshot_id = $1 and criterion = 'GOV-2.2' returning missing", [
        id,
        missing,
      ]);
    const { missing } = await prisma().maturityResult.findFirstOrThrow({ where: { snapshotId: id, criterion: "GOV-2.2" } });
    await forge("otherwise");
    expect((await value(verifySnapshot(checker(), id))).isIntact).toBe(false);
    await forge(missing);
    expect((await value(verifySnapshot(checker(), id))).isIntact).toBe(true);
    await owner.query("alter table maturity_result enable trigger user");
    await owner.end();
  });
});

describe("two people, blind", () => {
  test("the first verdict is hidden from others and counts for nothing until the second is in", async () => {
    expect(await stateOf("GOV-2.2")).toBe("insufficient_data");
    expect(await codeOf(attest(chief(), { criterion: "GOV-2.1", isMet: true, ...said }, start))).toBe("invalid_request");
    expect(await codeOf(attest(chief(), { criterion: "GOV-2.2", isMet: true, ...said, validDays: 366 }, start))).toBe("invalid_request");
    expect((await value(attest(chief(), { criterion: "GOV-2.2", isMet: true, ...said }, dayAfter(0.2)))).state).toBe("waiting");
    expect(await codeOf(attest(chief(), { criterion: "GOV-2.2", isMet: true, ...said }, dayAfter(0.2)))).toBe("conflict");
    expect(await stateOf("GOV-2.2")).toBe("insufficient_data");
    const seenBy = async (actor: PersonActor) => (await value(readReviews(actor))).rounds.find(({ subject }) => subject === "GOV-2.2");
    expect((await seenBy(chief()))?.assessments[0]).toMatchObject({ verdict: 1, rationale: said.rationale });
    const other = await seenBy(checker());
    expect(other?.assessments[0]).toMatchObject({ verdict: null, rationale: null, validUntil: null, evidence: null });
    expect([other?.verdict, other?.can.assess]).toEqual([null, true]);
    const [entry] = await prisma().auditOutbox.findMany({ where: { kind: "maturity.assessed" } });
    expect(Buffer.from(entry?.bytes ?? []).toString()).not.toMatch(/verdict|minutes/);
  });

  test("a difference stands in the open, the lower verdict counts, and a third person settles it", async () => {
    const { id, state } = await value(attest(checker(), { criterion: "GOV-2.2", isMet: false, ...said, evidence: null }, dayAfter(0.3)));
    expect(state).toBe("disagreed");
    expect(await stateOf("GOV-2.2")).toBe("not_met");
    const round = (await value(readReviews(runner()))).rounds.find((one) => one.id === id);
    expect(round?.assessments.map(({ verdict, rationale }) => [verdict, rationale])).toEqual([
      [1, said.rationale],
      [0, said.rationale],
    ]);
    expect(await codeOf(resolve(chief(), { id, verdict: 1, reason: "mine" }, dayAfter(0.4)))).toBe("forbidden");
    expect(await codeOf(resolve(runner(), { id, verdict: 3, reason: "more" }, dayAfter(0.4)))).toBe("invalid_request");
    const both = await Promise.all(
      [runner(), keeper()].map((who) => codeOf(resolve(who, { id, verdict: 1, reason: "it is there" }, dayAfter(0.4)))),
    );
    expect(both.toSorted()).toEqual(["conflict", "ok"]);
    expect(await stateOf("GOV-2.2")).toBe("met");
  });

  test("evidence that runs out lowers what it held up", async () => {
    await evaluateDaily(dayAfter(40));
    expect(await stateOf("GOV-2.2", dayAfter(40))).toBe("expired");
  });

  test("of three who give the second verdict at once, one is heard", async () => {
    await value(assess(chief(), { dimension: "GOV", level: 2, rationale: "as I see it" }, dayAfter(40)));
    const others = [runner(), checker(), keeper()];
    const codes = await Promise.all(
      others.map((who) => codeOf(assess(who, { dimension: "GOV", level: 4, rationale: "as I see it" }, dayAfter(40)))),
    );
    const rounds = (await value(readReviews(chief()))).rounds.filter(({ subject }) => subject === "GOV");
    expect(codes).toContain("ok");
    for (const { assessments } of rounds) expect(assessments.length).toBeLessThanOrEqual(2);
    expect(rounds.filter(({ state }) => state === "disagreed")).toHaveLength(1);
    expect(rounds.find(({ state }) => state === "disagreed")?.verdict).toBe(2);
  });
});

describe("what does not count", () => {
  test("a waiver names an open criterion, lifts no level, and ends when it is revoked or over", async () => {
    const before = (await value(readScorecard(chief()))).standing;
    const open = before?.criteria.find(({ state, isCore, isAttested }) => state !== "met" && isCore && !isAttested)?.id ?? "";
    const input = { criterion: open, ownerId: chief().id, reason: "the move is in January", until: "2027-01-31" };
    expect(await codeOf(waive(runner(), input, dayAfter(40)))).toBe("forbidden");
    expect(await codeOf(waive(chief(), { ...input, until: "2026-11-01" }, dayAfter(40)))).toBe("invalid_request");
    expect(await codeOf(waive(chief(), { ...input, until: "2028-12-31" }, dayAfter(40)))).toBe("invalid_request");
    const { id } = await value(waive(chief(), input, dayAfter(40)));
    const after = (await value(readScorecard(chief()))).standing;
    expect(after?.criteria.find((one) => one.id === open)).toMatchObject({ state: "waived", validUntil: "2027-02-01T00:00:00.000Z" });
    expect([after?.level, after?.score]).toEqual([before?.level, before?.score]);
    expect((await value(verifySnapshot(chief(), after?.id ?? ""))).isIntact).toBe(true);
    await value(revokeWaiver(chief(), id, dayAfter(41)));
    expect(await codeOf(revokeWaiver(chief(), id, dayAfter(41)))).toBe("conflict");
    expect(await stateOf(open)).not.toBe("waived");
    await value(waive(chief(), input, dayAfter(41)));
    await evaluateDaily(new Date("2027-02-02T12:00:00Z"));
    expect(await stateOf(open)).not.toBe("waived");
  });

  test("that a criterion does not apply needs a second person", async () => {
    const input = { criterion: "SEC-5.4", reason: "there is no such exercise here" };
    const at = new Date("2027-02-03T12:00:00Z");
    const proposals = await Promise.all([proposeExclusion(runner(), input, at), proposeExclusion(runner(), input, at)]);
    expect(proposals.filter(({ ok }) => ok)).toHaveLength(1);
    const id = proposals.flatMap((one) => (one.ok ? [one.value.id] : []))[0] ?? "";
    expect(await stateOf("SEC-5.4")).not.toBe("not_applicable");
    expect(await codeOf(confirmExclusion(runner(), id, at))).toBe("self_approval");
    expect(await codeOf(confirmExclusion(checker(), id, at))).toBe("forbidden");
    const codes = await Promise.all([chief(), keeper()].map((who) => codeOf(confirmExclusion(who, id, at))));
    expect(codes.toSorted()).toEqual(["conflict", "ok"]);
    expect(await stateOf("SEC-5.4")).toBe("not_applicable");
    expect((await value(readScorecard(chief()))).standing?.states.not_applicable).toBe(1);
  });
});

describe("aims and plans", () => {
  const at = new Date("2027-02-04T12:00:00Z");

  test("a target bounds what is offered, and a figure of one's own changes what comes first", async () => {
    await value(setTarget(chief(), { subject: "DX", scope: "", level: 2, dueOn: "2027-06-30", isSet: true }, at));
    const ofDx = (await value(readGaps(chief()))).rows.filter(({ criterion }) => criterion.dimension === "DX");
    expect(ofDx.every(({ criterion }) => criterion.level === 2)).toBe(true);
    await value(setFigure(chief(), { subject: "DX-2.1", figure: "risk", value: 5 }, at));
    const [first] = (await value(readGaps(chief()))).rows.filter(({ criterion }) => criterion.id === "DX-2.1");
    expect(first?.criterion.risk).toBe(5);
    await value(setFigure(chief(), { subject: "GOV", figure: "weight", value: 5 }, at));
    expect((await value(readScorecard(chief()))).standing?.rows[0]?.weight).toBe(5);
    expect(await codeOf(setFigure(runner(), { subject: "GOV", figure: "weight", value: 5 }, at))).toBe("forbidden");
    expect(await codeOf(setFigure(chief(), { subject: "GOV-2.9", figure: "risk", value: 5 }, at))).toBe("not_found");
  });

  test("of twelve who write at once, the newest snapshot has what each of them said", async () => {
    const some = RUBRIC.criteria.slice(0, 12).map(({ id }) => id);
    await Promise.all(some.map((subject) => value(setFigure(chief(), { subject, figure: "weight", value: 3 }, at))));
    const { standing } = await value(readScorecard(chief()));
    expect(standing?.criteria.filter(({ weight }) => weight === 3).map(({ id }) => id)).toEqual(some);
  });

  test("what moved the score from day to day adds up to what it moved", async () => {
    for (const who of [chief(), checker()]) await value(attest(who, { criterion: "ORG-2.2", isMet: true, ...said }, at));
    const { moves, snapshots } = await value(readHistory(chief(), 400, at));
    expect(snapshots.map(({ day }) => day)).toEqual(["2026-11-02", "2026-12-12", "2026-12-13", "2027-02-02", "2027-02-03", "2027-02-04"]);
    // Known by now, it is said no otherwise.
    expect((await value(readHistory(chief(), 400, at))).moves).toEqual(moves);
    const by = (what: "world" | "definition") => moves[0]?.criteria.filter((one) => one.by === what).map(({ id }) => id);
    expect([by("definition"), by("world")]).toEqual([RUBRIC.criteria.slice(0, 12).map(({ id }) => id), ["ORG-2.2"]]);
    expect(moves[0]?.byWorld).toBeGreaterThan(0);
    for (const { byWorld, byDefinition, from, to } of moves) {
      const score = (day: string) => snapshots.find((one) => one.day === day)?.score ?? 0;
      expect(byWorld + byDefinition).toBeCloseTo(score(to) - score(from), 9);
    }
  });

  test("the roadmap keeps its order, one open item a criterion, and says where it leads", async () => {
    const add = (criterion: string) => addItem(runner(), { criterion, ownerId: chief().id, dueOn: "2027-03-15" }, at);
    const [a, b] = [await value(add("GOV-2.3")), await value(add("SEC-3.5"))];
    expect(await codeOf(add("GOV-2.3"))).toBe("conflict");
    await value(moveItem(runner(), { id: b.id, revision: 1, quarter: "2027-Q1", before: a.id }, at));
    expect(await codeOf(moveItem(runner(), { id: b.id, revision: 1, quarter: "2027-Q2", before: null }, at))).toBe("conflict");
    let { items, whenDone } = await value(readRoadmap(chief(), at));
    expect(items.map(({ criterion }) => criterion)).toEqual(["SEC-3.5", "GOV-2.3"]);
    expect(whenDone?.level).toBe(1);
    await value(moveItem(runner(), { id: a.id, revision: 1, quarter: "2027-Q2", before: null }, at));
    // A move is taken back with its day, then made again.
    await value(moveItem(runner(), { id: a.id, revision: 2, quarter: "2027-Q1", before: null, dueOn: "2027-03-15" }, at));
    expect((await value(readRoadmap(chief(), at))).items.map(({ dueOn }) => dueOn)).toEqual(["2027-03-15", "2027-03-15"]);
    await value(moveItem(runner(), { id: a.id, revision: 3, quarter: "2027-Q2", before: null }, at));
    await value(closeItem(runner(), { id: b.id, revision: 2, outcome: "done" }, at));
    ({ items } = await value(readRoadmap(chief(), at)));
    expect(items.map(({ criterion, dueOn, outcome }) => [criterion, dueOn, outcome])).toEqual([
      ["SEC-3.5", "2027-03-15", "done"],
      ["GOV-2.3", "2027-06-30", null],
    ]);
    expect(await codeOf(addItem(checker(), { criterion: "GOV-3.1", ownerId: chief().id, dueOn: "2027-03-15" }, at))).toBe("forbidden");
  });

  test("nothing that was written of it is without an entry", async () => {
    const kinds = await prisma().auditOutbox.groupBy({ by: ["kind"], where: { kind: { startsWith: "maturity." } } });
    expect(kinds.map(({ kind }) => kind).toSorted()).toEqual([
      "maturity.assessed",
      "maturity.assessment_completed",
      "maturity.difference_resolved",
      "maturity.exclusion_confirmed",
      "maturity.exclusion_proposed",
      "maturity.figure_set",
      "maturity.fleet_measured",
      "maturity.item_added",
      "maturity.item_closed",
      "maturity.item_moved",
      "maturity.risk_waived",
      "maturity.snapshot_taken",
      "maturity.target_set",
      "maturity.waiver_revoked",
    ]);
  });
});
