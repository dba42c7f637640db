import fc from "fast-check";
import { describe, expect, test } from "vitest";
import data from "../rubric/2026-2.json";
import { changeBetween, type Kept } from "./change";
import { rankGaps } from "./gaps";
import { pathOfDimension, shortestPath } from "./path";
import { DIMENSION_IDS, type Level, parseRubric } from "./rubric";
import { countStates, type Scored, scoreAll, scoreDimension, withMet } from "./score";
import { STATES, type State } from "./state";

const { criteria } = parseRubric(data);
const withState = (stateOf: (id: string) => State, weightOf: (id: string) => number = () => 1) =>
  criteria.map(({ id, dimension, level, isCore, check, remediation }) => ({
    id,
    dimension,
    level,
    isCore,
    isAttested: check.type === "attest",
    ...remediation,
    state: stateOf(id),
    weight: weightOf(id),
  }));
const nothing = withState(() => "not_met");
const metOnly = (...prefixes: string[]) => withState((id) => (prefixes.some((prefix) => id.startsWith(prefix)) ? "met" : "not_met"));

/** States of every criterion, none favoured, and weights from 1 to 5. */
const cards = fc
  .tuple(fc.infiniteStream(fc.constantFrom(...STATES, "met" as const, "met" as const)), fc.infiniteStream(fc.integer({ min: 1, max: 5 })))
  .map(([states, weights]) =>
    withState(
      () => states.next().value ?? "met",
      () => weights.next().value ?? 1,
    ),
  );
const anyIds = fc.array(fc.constantFrom(...criteria.map(({ id }) => id))).map((ids) => new Set(ids));
const options = { numRuns: 60 };

describe("the level of a dimension", () => {
  test.each([
    ["nothing met", [], 1, 1],
    ["all of level 2", ["GOV-2"], 2, 2],
    ["level 3 without level 2 lifts nothing", ["GOV-3"], 1, 1],
    ["a core criterion is missing", ["GOV-2.1", "GOV-2.2", "GOV-2.4"], 1, 1.75],
    ["three of four are under four fifths", ["GOV-2.1", "GOV-2.2", "GOV-2.3"], 1, 1.75],
    ["four of five, all cores among them, are four fifths", ["GOV-2", "GOV-3.1", "GOV-3.2", "GOV-3.4", "GOV-3.5"], 3, 3],
    ["part of the next level", ["GOV-2", "GOV-3.1", "GOV-3.2"], 2, 2.4],
    ["everything", ["GOV"], 5, 5],
  ] as const)("%s", (_, met, level, score) => {
    const card = scoreDimension("GOV", metOnly(...met));
    expect(card.level).toBe(level);
    expect(card.score).toBeCloseTo(score, 10);
  });

  test("what does not apply is left out, but a level is not reached by that alone", () => {
    const states: Record<string, State> = { "GOV-2.1": "met", "GOV-2.2": "not_applicable", "GOV-2.3": "met", "GOV-2.4": "met" };
    expect(
      scoreDimension(
        "GOV",
        withState((id) => states[id] ?? "not_met"),
      ).level,
    ).toBe(2);
    expect(
      scoreDimension(
        "GOV",
        withState(() => "not_applicable"),
      ).level,
    ).toBe(1);
  });

  test("the overall level is the lowest core dimension; a high mean does not hide it", () => {
    const card = scoreAll(metOnly("GOV", "HITL", "PLT", "OBS", "FIN", "DX", "ORG"));
    expect(card.level).toBe(1);
    expect(card.score).toBeCloseTo(4.5, 10);
    expect(countStates(nothing).not_met).toBe(127);
  });
});

describe("laws", () => {
  const levels = (card: readonly Scored[]) => [scoreAll(card), ...scoreAll(card).dimensions];

  test("more met criteria never lower a level or a score", () => {
    fc.assert(
      fc.property(cards, anyIds, (card, ids) => {
        // What does not apply stays so: met evidence is what there is more of.
        const applying = new Set([...ids].filter((id) => card.find((one) => one.id === id)?.state !== "not_applicable"));
        const [before, after] = [levels(card), levels(withMet(card, applying))];
        after.forEach((one, i) => {
          expect(one.level).toBeGreaterThanOrEqual(before[i]?.level ?? 0);
          expect(one.score).toBeGreaterThanOrEqual((before[i]?.score ?? 0) - 1e-9);
        });
      }),
      options,
    );
  });

  test("no level is reached while one of its core criteria is open, whatever else is met", () => {
    fc.assert(
      fc.property(fc.constantFrom(...criteria.filter(({ isCore }) => isCore)), fc.constantFrom(...STATES), (core, state) => {
        if (state === "met" || state === "not_applicable") return;
        const card = withState((id) => (id === core.id ? state : "met"));
        expect(scoreDimension(core.dimension, card).level).toBe(core.level - 1);
      }),
      options,
    );
  });

  test("only what is met counts: too little data, expired and waived are worth what not met is", () => {
    fc.assert(
      fc.property(cards, (card) => {
        const plain = card.map((one) => ({
          ...one,
          state: ["met", "not_applicable"].includes(one.state) ? one.state : ("not_met" as const),
        }));
        expect(levels(card)).toEqual(levels(plain));
      }),
      options,
    );
  });

  test("weights do not change who is ahead when all are met", () => {
    fc.assert(
      fc.property(cards, (card) => {
        const full = scoreAll(withMet(card, new Set(criteria.map(({ id }) => id))), { GOV: 3, DX: 2 });
        expect([full.level, full.score, ...full.dimensions.map(({ score }) => score)]).toEqual(Array(10).fill(5));
      }),
      options,
    );
  });

  test("the shortest path leads to the next level, and nothing of it can be left out", () => {
    fc.assert(
      fc.property(cards, (all) => {
        const card = all.map((one) => (one.state === "not_applicable" ? { ...one, state: "not_met" as const } : one));
        const { to, steps } = shortestPath(card);
        if (to === null) return;
        const ids = steps.map(({ id }) => id);
        expect(scoreAll(withMet(card, new Set(ids))).level).toBeGreaterThanOrEqual(to);
        for (const id of ids) expect(scoreAll(withMet(card, new Set(ids.filter((other) => other !== id)))).level).toBeLessThan(to);
      }),
      options,
    );
  });

  test("what the world moved and what a definition moved add up to the difference", () => {
    const kept = (card: readonly Scored[], definition: (id: string) => string): Kept[] =>
      card.map((one) => ({ ...one, definition: definition(one.id) }));
    fc.assert(
      fc.property(cards, cards, anyIds, (a, b, changed) => {
        const sameWeights = b.map((one, i) => ({ ...one, weight: a[i]?.weight ?? 1 }));
        const before = { rubricVersion: "2026.2", criteria: kept(a, () => "1"), weights: {} };
        const after = { ...before, criteria: kept(sameWeights, (id) => (changed.has(id) ? "2" : "1")) };
        const change = changeBetween(before, after);
        expect(change.byWorld + change.byDefinition).toBeCloseTo(scoreAll(sameWeights).score - scoreAll(a).score, 9);
        if (changed.size === 0) expect(change.byDefinition).toBeCloseTo(0, 9);
        expect(change.moved.filter(({ by }) => by === "definition").map(({ id }) => id)).toEqual(
          criteria.map(({ id }) => id).filter((id) => changed.has(id)),
        );
      }),
      options,
    );
  });
});

describe("what to close first", () => {
  const at = { levels: new Map(DIMENSION_IDS.map((id) => [id, 1 as Level])), targets: new Map<(typeof DIMENSION_IDS)[number], Level>() };

  test("with nothing met, cheap ownership and oversight come first", () => {
    const first = ["GOV-2.1", "HITL-3.4", "HITL-2.3", "HITL-2.2", "OBS-3.3", "GOV-3.5", "ORG-3.2"];
    const gaps = rankGaps(nothing, at);
    expect(gaps.slice(0, 7).map(({ id }) => id)).toEqual(first);
    expect(gaps).toHaveLength(127);
    expect(gaps[1]).toEqual({ id: "HITL-3.4", priority: 20, gapWeight: 1, confidence: 1, waitsFor: ["HITL-2.1", "HITL-2.3"] });
  });

  test("the gap to the target weighs, nothing above it is named, and doubt lowers", () => {
    const targets = new Map([["FIN", 3]] as const);
    const card = withState((id) => (id === "FIN-2.1" ? "insufficient_data" : "not_met"));
    const gaps = rankGaps(card, { levels: at.levels, targets }).filter(({ id }) => id.startsWith("FIN"));
    expect(gaps.every(({ id }) => /^FIN-[23]/.test(id))).toBe(true);
    expect(gaps.find(({ id }) => id === "FIN-2.1")).toMatchObject({ gapWeight: 2, confidence: 0.6, priority: (3 * 4 * 2 * 0.6) / 2 });
  });

  test("the path of a dimension takes its open cores and the cheapest others", () => {
    const card = metOnly("SEC-2", "SEC-3.1");
    expect(pathOfDimension(card, "SEC", 3).map(({ id }) => id)).toEqual(["SEC-3.5", "SEC-3.2", "SEC-3.3"]);
    expect(shortestPath(withState(() => "met"))).toEqual({ to: null, steps: [] });
  });
});
