import { expect, test } from "vitest";
import { freshDatabase } from "@/server/platform/testing/database";
import { containmentChecks } from "./containment-store";
import type { Measurement } from "./core/measurement";
import { evidenceChecks } from "./evidence";
import { governanceChecks } from "./governance-store";
import { oversightChecks } from "./oversight-store";
import { platformChecks } from "./platform-store";
import { reviewerChecks } from "./reviewer-store";
import { CRITERIA } from "./rubrics";
import { securityChecks } from "./security-store";
import { arrangeBad, arrangeGood } from "./testing/oversight-world";
import { AT } from "./testing/rows";

freshDatabase();

const CHECKS = new Map(
  [
    ...governanceChecks,
    ...oversightChecks,
    ...reviewerChecks,
    ...containmentChecks,
    ...securityChecks,
    ...platformChecks,
    ...evidenceChecks.filter(({ criterion }) => /^(GOV|HITL|SEC|PLT)/.test(criterion)),
  ].map((check) => [check.criterion, check]),
);
const round3 = (value: number | null) => (value === null ? null : Math.round(value * 1_000) / 1_000);

/** One after the other, as there are more checks than connections. */
async function measureAll(): Promise<ReadonlyMap<string, Measurement>> {
  const found = new Map<string, Measurement>();
  for (const [id, check] of CHECKS) found.set(id, await check.measure(AT));
  return found;
}

/** What every criterion comes to: its figures, and what does not hold. */
async function figures() {
  const all = [...(await measureAll())].filter(([, { n }]) => n > 0);
  return {
    values: Object.fromEntries(all.map(([id, { readings }]) => [id, readings.map(({ value }) => round3(value))])),
    failing: Object.fromEntries(
      all.map(([id, { samples }]) => [id, [...new Set(samples.filter(({ holds }) => !holds).map(({ label }) => label))].sort()]),
    ),
  };
}

test("every computed criterion has its check, with a reading for each condition; without data each says what would provide it", async () => {
  const computed = [...CRITERIA.values()].filter(({ dimension, check }) => /^(GOV|HITL|SEC|PLT)$/.test(dimension) && check.type === "auto");
  expect([...CHECKS.keys()].sort()).toEqual(computed.map(({ id }) => id).sort());
  for (const [id, { readings, n, missing }] of await measureAll()) {
    const check = CRITERIA.get(id)?.check;
    expect(readings, id).toHaveLength(check?.type === "auto" ? check.conditions.length : 0);
    // Every organisation has the queue of all its approvers, though nobody may be in it.
    if (id === "HITL-2.2") expect([n, readings[0]?.value]).toEqual([1, 0]);
    else expect([id, n, readings.filter(({ value }) => value !== null), typeof missing]).toEqual([id, 0, [], "string"]);
  }
});

const GOOD = {
  "GOV-2.1": [1],
  "GOV-2.3": [1],
  "GOV-2.4": [1],
  "GOV-3.1": [1, 1],
  "GOV-3.2": [1],
  "GOV-3.3": [0],
  "GOV-3.5": [0],
  "GOV-4.1": [1],
  "GOV-4.3": [1],
  "GOV-4.4": [0, 0],
  "GOV-5.2": [2, 0],
  "HITL-2.1": [1],
  "HITL-2.2": [1],
  "HITL-2.3": [1, 1],
  "HITL-3.1": [0, 1],
  "HITL-3.2": [1],
  "HITL-3.3": [1],
  "HITL-3.4": [1],
  "HITL-3.5": [1],
  "HITL-4.1": [1],
  "HITL-4.2": [0, null],
  "HITL-4.3": [1],
  "HITL-4.4": [1, 0],
  "HITL-4.5": [1, 40],
  "HITL-5.4": [1, 0],
  "PLT-2.1": [1],
  "PLT-2.3": [0],
  "PLT-2.4": [1],
  "PLT-3.1": [1],
  "PLT-3.2": [1, 0],
  "PLT-3.3": [1, 0],
  "PLT-5.3": [0, 0],
  "SEC-2.2": [1, 0],
  "SEC-2.3": [null, 0],
  "SEC-2.4": [0],
  "SEC-3.1": [1],
  "SEC-3.5": [1],
  "SEC-4.1": [0, 1],
  "SEC-4.3": [0, 1],
  "SEC-4.5": [1],
  "SEC-5.2": [1],
  "SEC-5.3": [1],
};

test("where everything is in order, every figure says so and no row fails", async () => {
  await arrangeGood();
  const { values, failing } = await figures();
  expect(values).toEqual(GOOD);
  expect(Object.fromEntries(Object.entries(failing).filter(([, labels]) => labels.length > 0))).toEqual({});
}, 60_000);

/** What each figure comes to then, and the rows that do not hold. */
const BAD = {
  "GOV-2.1": [[0.333], ["stray", "tester"]],
  "GOV-2.3": [[0.333], ["stray", "tester"]],
  "GOV-2.4": [[0.667], ["tester"]],
  "GOV-3.1": [
    [0.982, 0.667],
    ["Version 4", "stray · ghost.tool"],
  ],
  "GOV-3.2": [[0.5], ["stray"]],
  "GOV-3.3": [[0.667], ["stray", "tester"]],
  "GOV-3.5": [[1], ["seller · crm.write"]],
  "GOV-4.1": [[0.5], ["ORG-2.1"]],
  "GOV-4.3": [[0.5], ["left"]],
  "GOV-4.4": [[1, 0.5], ["shadow"]],
  "GOV-5.2": [[3, 1], ["HITL"]],
  "HITL-2.1": [[0.963], ["stray · ghost.tool"]],
  "HITL-2.2": [[0.667], ["Legal"]],
  "HITL-2.3": [[0.966, 0.5], ["wordless"]],
  "HITL-3.1": [[1, 0.955], ["ran"]],
  "HITL-3.2": [[0.963], ["stray · ghost.tool"]],
  "HITL-3.3": [[0.981], ["owner's"]],
  "HITL-3.4": [[0.963], ["owner's"]],
  "HITL-3.5": [[0.5], ["stray: crm.wipe"]],
  "HITL-4.1": [[3], ["late"]],
  "HITL-4.2": [[0.037, null], ["owner's"]],
  "HITL-4.3": [[0.667], ["wordless"]],
  "HITL-4.4": [[2, 1], []],
  "HITL-4.5": [[0.9, 40], ["per_app2"]],
  "HITL-5.4": [[1, 0.038], ["seller · crm.write"]],
  "PLT-2.1": [[0.75], ["front-desk"]],
  "PLT-2.3": [[1], ["key (…abcd)"]],
  "PLT-2.4": [[0.5], ["ghost.tool", "web_search"]],
  "PLT-3.1": [[0.5], ["loose"]],
  "PLT-3.2": [
    [0.964, 1],
    ["loose", "stray · ghost.tool"],
  ],
  "PLT-3.3": [
    [0.333, 1],
    ["run_1", "stray", "tester"],
  ],
  "PLT-5.3": [
    [0.5, 2],
    ["ghost.tool", "shadow"],
  ],
  "SEC-2.2": [
    [0.333, 1],
    ["key (…abcd): 3 agents", "stray", "tester"],
  ],
  "SEC-2.3": [[null, 1], ["ghost.tool"]],
  "SEC-2.4": [[1], ["t"]],
  "SEC-3.1": [[0.5], ["stray"]],
  "SEC-3.5": [[0.333], ["stray", "tester"]],
  "SEC-4.1": [[1, 0.667], ["stray · crm.wipe"]],
  "SEC-4.3": [[108, 0.667], ["stray"]],
  "SEC-4.5": [[0.5], ["left (…abcd)"]],
  "SEC-5.2": [[0.5], ["stray"]],
  "SEC-5.3": [[0.926], ["seller · crm.write", "stray · ghost.tool"]],
} as const;

test("what is out of order moves the figures that it is about, and is named", async () => {
  await arrangeBad();
  const { values, failing } = await figures();
  expect(Object.fromEntries(Object.keys(values).map((id) => [id, [values[id], failing[id]]]))).toEqual(BAD);
}, 60_000);
