import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ItemRow } from "@/server/maturity/schema";
import { closedOf, columnsOf, type Direction, differs, isIdle, movedItems, moveWords, placeOf, stepOf } from "./prepare-roadmap";

const TODAY = "2026-11-23";
const item = (id: string, quarter: string, more: Partial<ItemRow> = {}): ItemRow => ({
  id,
  criterion: id.toUpperCase(),
  text: id,
  quarter,
  owner: { id: "p", name: "Mei Lin" },
  dueOn: `${quarter.slice(0, 4)}-${["03", "06", "09", "12"][Number(quarter.slice(6)) - 1]}-15`,
  expectedGain: 0.1,
  state: "not_met",
  outcome: null,
  closedAt: null,
  isLate: false,
  revision: 1,
  ...more,
});
const PLAN = [item("a", "2026-Q4"), item("b", "2026-Q4"), item("c", "2026-Q4"), item("d", "2027-Q1")];
const placesOf = (items: readonly ItemRow[]) => items.map(({ id, quarter }) => `${quarter} ${id}`);

describe("the board", () => {
  test("shows the current quarter and three more, earlier ones only where something is open, and done items in their quarter", () => {
    const late = item("z", "2026-Q2", { isLate: true });
    const [done, dropped] = [item("e", "2026-Q4", { outcome: "done" }), item("f", "2026-Q4", { outcome: "dropped" })];
    const past = item("g", "2026-Q1", { outcome: "done" });
    const items = [past, late, done, dropped, ...PLAN];
    const columns = columnsOf(items, TODAY);
    expect(columns.map(({ quarter }) => quarter)).toEqual(["2026-Q2", "2026-Q3", "2026-Q4", "2027-Q1", "2027-Q2", "2027-Q3"]);
    expect(columns[2]?.items.map(({ id }) => id)).toEqual(["a", "b", "c", "e"]);
    expect(closedOf(items, columns).map(({ id }) => id)).toEqual(["g", "f"]);
  });

  test.each<[string, Direction, ReturnType<typeof stepOf>]>([
    ["a", "up", null],
    ["b", "up", { id: "b", quarter: "2026-Q4", before: "a", dueOn: null }],
    ["a", "down", { id: "a", quarter: "2026-Q4", before: "c", dueOn: null }],
    ["b", "down", { id: "b", quarter: "2026-Q4", before: null, dueOn: null }],
    ["c", "down", null],
    ["a", "left", null],
    ["d", "left", { id: "d", quarter: "2026-Q4", before: null, dueOn: null }],
    ["a", "right", { id: "a", quarter: "2027-Q1", before: null, dueOn: null }],
  ])("%s one step %s", (id, direction, move) => expect(stepOf(PLAN, id, direction, TODAY)).toEqual(move));

  test("a move to another quarter takes its last day, and says where the item went", () => {
    const after = movedItems(PLAN, { id: "a", quarter: "2027-Q1", before: "d", dueOn: null }, TODAY);
    expect(placesOf(after)).toEqual(["2026-Q4 b", "2026-Q4 c", "2027-Q1 a", "2027-Q1 d"]);
    expect(moveWords(after, "a")).toBe("A is now in Q1 2027, place 1 of 2, due 31 Mar 2027.");
    expect(isIdle(PLAN, { id: "a", quarter: "2026-Q4", before: "b", dueOn: null })).toBe(true);
  });

  test("whatever was moved, moving it back leaves every place and day as it was", () =>
    fc.assert(
      fc.property(
        fc.constantFrom(...PLAN.map(({ id }) => id)),
        fc.constantFrom("2026-Q4", "2027-Q1", "2027-Q3"),
        fc.option(fc.constantFrom(...PLAN.map(({ id }) => id))),
        (id, quarter, next) => {
          const before = PLAN.some((one) => one.id === next && one.id !== id && one.quarter === quarter) ? next : null;
          const back = placeOf(PLAN, id);
          const after = movedItems(PLAN, { id, quarter, before, dueOn: null }, TODAY);
          const again = back === null ? after : movedItems(after, back, TODAY);
          expect(again.map(({ revision: _, ...one }) => one)).toEqual(PLAN.map(({ revision: _, ...one }) => one));
        },
      ),
    ));
});

test("where the word of people and the checks differ, that is said", () => {
  expect(differs({ outcome: null, state: "met" })).toMatch(/can be closed/);
  expect(differs({ outcome: "done", state: "not_met" })).toMatch(/do not find it met/);
  expect(differs({ outcome: "done", state: "met" })).toBeNull();
  expect(differs({ outcome: null, state: "not_met" })).toBeNull();
});
