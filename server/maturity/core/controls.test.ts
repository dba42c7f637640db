import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import current from "../frameworks/2026-1.json";
import rubric from "../rubric/2026-2.json";
import { controlsOf, evidencedBy, parseMapping } from "./controls";
import { parseRubric } from "./rubric";
import type { State } from "./state";

const of = (...states: (State | null)[]) => states.map((state) => ({ state }));

test.each([
  ["full", of("met", "met"), "present"],
  ["full", of("met", "not_met"), "partial"],
  ["full", of("met", "not_applicable"), "present"],
  ["part", of("met", "met"), "partial"],
  ["full", of("not_met", "insufficient_data"), "nothing_yet"],
  ["full", of("waived", "expired", null), "nothing_yet"],
  ["full", of("not_applicable"), "nothing_yet"],
  ["full", of(), "not_here"],
  ["none", of("met"), "not_here"],
] as const)("of what reaches %s with %j the evidence is %s", (reach, criteria, evidenced) => {
  expect(evidencedBy(reach, criteria)).toBe(evidenced);
});

const { criteria } = parseRubric(rubric);
const mapping = parseMapping(current);

test("every mapping of the rubric to one of the frameworks stands at a control, each criterion once, and what is unverified says so", () => {
  for (const framework of mapping.frameworks) {
    const controls = controlsOf(framework, criteria, new Map());
    const mapped = criteria.filter(({ maps }) => maps.some((map) => map.framework === framework.source)).map(({ id }) => id);
    expect(new Set(controls.flatMap((control) => control.criteria.map(({ id }) => id)))).toEqual(new Set(mapped));
    for (const control of controls) expect(new Set(control.criteria.map(({ id }) => id)).size).toBe(control.criteria.length);
  }
  const finops = mapping.frameworks.find(({ id }) => id === "finops");
  const unverified =
    finops === undefined
      ? []
      : controlsOf(finops, criteria, new Map()).filter((one) => one.criteria.some(({ isUnverified }) => isUnverified));
  expect(unverified.map(({ ref }) => ref)).toContain("Budgeting");
});

test("no word of the mapping says that anything is compliant", () => {
  const text = readFileSync(join(import.meta.dirname, "../frameworks/2026-1.json"), "utf8");
  expect(text).not.toMatch(/complian|conform|certif/i);
});
