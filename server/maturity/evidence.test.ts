import { expect, test } from "vitest";
import { prisma } from "@/server/platform/db";
import { freshDatabase } from "@/server/platform/testing/database";
import { criteriaOf, KindSchema } from "@/server/records/schema";
import { CHECKS } from "./checks";
import { evidenceChecks } from "./evidence";
import { CRITERIA } from "./rubrics";
import { arrangeWork, record, recordBad, recordGood } from "./testing/evidence-world";
import { AT, ago } from "./testing/rows";

freshDatabase();

/** These rest on records in half, and on what Reeve saw itself. */
const IN_HALF = ["HITL-4.2", "PLT-3.3", "SEC-2.3"];
const READ = [...evidenceChecks.map(({ criterion }) => criterion), ...IN_HALF].sort();
const look = async (criterion: string) => {
  const check = CHECKS.get(criterion);
  if (check === undefined) throw new Error(`there is no check of ${criterion}`);
  return check.measure(AT);
};
const round2 = (value: number | null) => (value === null ? null : Math.round(value * 100) / 100);

async function figures() {
  const found: [string, (number | null)[]][] = [];
  for (const criterion of READ) found.push([criterion, (await look(criterion)).readings.map(({ value }) => round2(value))]);
  return Object.fromEntries(found);
}

test("every kind of record is read by a check of each criterion that it names, and none of another", () => {
  const named = new Set(KindSchema.options.flatMap(criteriaOf));
  expect([...named].sort()).toEqual(READ);
  for (const criterion of named) expect(CRITERIA.get(criterion)?.check.type, criterion).toBe("auto");
});

/** Of an organisation at work: what is measured once all is on record and good, and once newer records tell otherwise. */
const EXPECTED: Readonly<Record<string, readonly [good: readonly (number | null)[], bad: readonly (number | null)[]]>> = {
  "DX-2.2": [[1], [1]],
  "DX-2.3": [[1], [0.5]],
  "DX-3.1": [[1], [0.67]],
  "DX-3.2": [[1], [0.5]],
  "DX-3.3": [[1], [0.5]],
  "DX-4.3": [[1], [0.5]],
  "DX-5.1": [
    [1, 0],
    [0, 1],
  ],
  "DX-5.2": [[1], [0.67]],
  "GOV-4.2": [[1], [0]],
  "GOV-5.4": [
    [5, 1],
    [2, 0.5],
  ],
  "HITL-4.2": [
    [0, 1],
    [0, 0.75],
  ],
  "HITL-5.1": [
    [1, 1],
    [0.5, 0.5],
  ],
  "HITL-5.2": [[1], [0.33]],
  "HITL-5.3": [[1], [0.5]],
  "OBS-3.4": [[1], [0.5]],
  "OBS-4.1": [[5], [32.5]],
  "OBS-4.2": [[1], [0.5]],
  "OBS-4.3": [[1], [0.5]],
  "OBS-5.2": [
    [1, 0],
    [30, 2],
  ],
  "OBS-5.3": [[1], [0.9]],
  "ORG-2.1": [[1], [0.67]],
  "ORG-3.1": [[1], [0.83]],
  "ORG-3.2": [[1], [0.5]],
  "ORG-4.1": [
    [1, 1],
    [1, 0.5],
  ],
  "ORG-4.2": [[1], [0.5]],
  "ORG-4.3": [
    [10, 1],
    [50, 0.5],
  ],
  "ORG-5.2": [
    [3, 1],
    [1.5, 0.5],
  ],
  "PLT-2.2": [[1], [0.33]],
  "PLT-3.3": [
    [1, 0],
    [0.67, 0],
  ],
  "PLT-3.4": [[1], [0.33]],
  "PLT-4.1": [[1], [0.5]],
  "PLT-4.2": [[1], [0]],
  "PLT-4.3": [[1], [0.5]],
  "PLT-4.4": [
    [1, 9],
    [1, 40],
  ],
  "PLT-5.1": [[1], [0.67]],
  "PLT-5.2": [[1], [0.5]],
  "PLT-5.4": [[1], [1]],
  "SEC-2.3": [
    [1, 0],
    [0.67, 0],
  ],
  "SEC-3.2": [[1], [0.5]],
  "SEC-3.3": [[1], [0.5]],
  "SEC-3.4": [[1], [0.5]],
  "SEC-4.2": [
    [1, 0.01],
    [1, 0.09],
  ],
  "SEC-4.4": [[1], [0.5]],
  "SEC-5.1": [[0], [4]],
  "SEC-5.5": [[1], [0.5]],
};

test("an organisation at work of which nothing is on record: nothing is known, and each check says what would tell", async () => {
  await arrangeWork();
  for (const criterion of READ) {
    const { readings, n, missing } = await look(criterion);
    const check = CRITERIA.get(criterion)?.check;
    expect(readings, criterion).toHaveLength(check?.type === "auto" ? check.conditions.length : 0);
    expect([criterion, typeof missing]).toEqual([criterion, "string"]);
    if (!IN_HALF.includes(criterion)) expect([criterion, n, readings.filter(({ value }) => value !== null)]).toEqual([criterion, 0, []]);
  }
}, 60_000);

test("with everything on record and good the figures say so", async () => {
  await recordGood();
  expect(await figures()).toEqual(Object.fromEntries(Object.entries(EXPECTED).map(([id, [good]]) => [id, good])));
}, 60_000);

test("what newer records tell counts in the place of the older; what was withdrawn or is past its last day counts no more", async () => {
  await recordBad();
  expect(await figures()).toEqual(Object.fromEntries(Object.entries(EXPECTED).map(([id, [, bad]]) => [id, bad])));
  const { samples } = await look("OBS-5.3");
  expect(samples[0]).toEqual({ kind: "record", id: "ASI07", label: "ASI07", holds: false });
}, 60_000);

test("a moment is measured by what was on record then: what was added later, ended before or is past its last day does not count", async () => {
  const passed = { attempts: 4, blocked: 4 };
  await prisma().governanceRecord.updateMany({ where: { kind: "bypass_suite" }, data: { endedAt: ago(1), endedById: "per_1" } });
  for (const over of [{ recordedDays: -1 }, { endedDays: 1 }, { validDays: 1 }]) await record("bypass_suite", passed, { days: 9, ...over });
  expect((await look("GOV-5.4")).missing).toContain("Bypass suite");
  await record("bypass_suite", passed, { days: 9, endedDays: -1, validDays: 0 });
  expect((await look("GOV-5.4")).readings[0]?.value).toBeCloseTo(9);
});
