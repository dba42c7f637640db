import { describe, expect, test } from "vitest";
import { signInAs } from "@/server/identity/testing";
import type { Result } from "@/server/kernel/result";
import { prisma } from "@/server/platform/db";
import { freshDatabase } from "@/server/platform/testing/database";
import { invert } from "./core/invented";
import type { Found } from "./core/snapshot";
import { findingOf, type Held } from "./core/verdict";
import { evaluateDaily } from "./evaluating";
import { readHistory, verifySnapshot } from "./history";
import { inventPast } from "./inventing";
import { readScorecard } from "./service";

freshDatabase();

const now = new Date("2026-11-20T12:00:00Z");
const PAST = { daysAgo: [21, 14, 7, 1], fallen: [], fellDaysAgo: 5 };

async function value<T>(answer: Promise<Result<T>>): Promise<T> {
  const result = await answer;
  if (!result.ok) throw new Error(result.refusal.message);
  return result.value;
}

describe("a past that is made up", () => {
  test("is refused to every organisation but a demo", async () => {
    await evaluateDaily(now);
    await expect(inventPast(PAST)).rejects.toThrow("a demo organisation alone");
    expect(await prisma().maturitySnapshot.count()).toBe(1);
  });

  test("says that it is invented, can be verified, and is never where the organisation stands", async () => {
    const reader = await signInAs("auditor@example.com", ["auditor"]);
    await prisma().organisation.create({ data: { id: "org_1", name: "Northwind", timeZone: "UTC", isDemo: true, createdAt: now } });
    const before = await value(readScorecard(reader));
    await inventPast(PAST);
    const { snapshots } = await value(readHistory(reader, 91, now));
    expect(snapshots.map(({ day, isInvented }) => [day, isInvented])).toEqual([
      ["2026-10-30", true],
      ["2026-11-06", true],
      ["2026-11-13", true],
      ["2026-11-19", true],
      ["2026-11-20", false],
    ]);
    for (const { id } of snapshots) expect((await value(verifySnapshot(reader, id))).isIntact).toBe(true);
    expect((await value(readScorecard(reader))).standing?.id).toBe(before.standing?.id);
    expect(await prisma().auditOutbox.count({ where: { kind: "maturity.past_invented" } })).toBe(4);
  });
});

const held = (given: Partial<Held>): Held => {
  const none = { value: null, hits: null, of: null, low: null, high: null };
  return { op: ">=", bound: 0.95, unit: null, isHeld: true, ...none, ...given };
};

test.each([
  [held({ value: 0.99, hits: 99, of: 100 })],
  [held({ op: "=", bound: 1, value: 0.75, hits: 9, of: 12, isHeld: false })],
  [held({ op: "=", bound: 0, value: 0 })],
  [held({ op: "<=", bound: 7, unit: "d", value: 30, isHeld: false })],
  [held({ op: ">", bound: 0, value: 0, isHeld: false })],
  [held({ op: ">=", bound: 1, value: 4 })],
])("a finding turned round is said by its own figures, and twice turned is what it was", (one) => {
  const found: Found = {
    ...{ criterion: "GOV-2.1", queryVersion: 1, windowDays: null, n: 12, minSample: 1, samples: [], lack: null, missing: null, tookMs: 5 },
    held: [one],
  };
  const [other] = invert(found).held;
  expect(other?.isHeld).toBe(!one.isHeld);
  const { op, bound, value: then } = other ?? one;
  const holds = { "=": then === bound, ">=": Number(then) >= bound, "<=": Number(then) <= bound, ">": Number(then) > bound }[op];
  expect(holds).toBe(!one.isHeld);
  expect(findingOf(invert(invert(found)).held)).toBe(findingOf(found.held));
});
