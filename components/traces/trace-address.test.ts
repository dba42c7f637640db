import { expect, test } from "vitest";
import { filterOf, isNarrowed, NOTHING_NARROWED, traceHref, traceOfAction } from "./trace-address";

const NOON = Date.parse("2026-11-22T12:34:56Z");

test("an address that says nothing narrows nothing", () => {
  expect(isNarrowed(NOTHING_NARROWED)).toBe(false);
  expect(Object.entries(filterOf(NOTHING_NARROWED, NOON)).filter(([, value]) => value !== undefined)).toEqual([["limit", 50]]);
});

test("what is left empty is not asked for", () => {
  const params = { ...NOTHING_NARROWED, q: "  ", ungoverned: false };
  expect(filterOf(params, NOON)).toMatchObject({ text: undefined, ungoverned: undefined });
});

test("cost and duration are asked for in the units of the list, and nonsense is not", () => {
  const asked = (cost: number, lasting: number) => filterOf({ ...NOTHING_NARROWED, cost, lasting }, NOON);
  expect(asked(0.1, 90)).toMatchObject({ minCostMicroUsd: "100000", minDurationMs: 90_000 });
  expect(asked(-1, Number.NaN)).toMatchObject({ minCostMicroUsd: undefined, minDurationMs: undefined });
});

test("an order narrows nothing", () => {
  expect(isNarrowed({ ...NOTHING_NARROWED, sort: "longest" })).toBe(false);
  expect(filterOf({ ...NOTHING_NARROWED, sort: "longest" }, NOON).order).toBe("longest");
});

test("a span begins at a midnight, so that the list is asked for once a day", () => {
  expect(filterOf({ ...NOTHING_NARROWED, span: "today" }, NOON).from).toBe("2026-11-22T00:00:00.000Z");
  expect(filterOf({ ...NOTHING_NARROWED, span: "week" }, NOON).from).toBe("2026-11-16T00:00:00.000Z");
});

test("a trace's address holds its reading and its step", () => {
  expect(traceHref("ab")).toBe("/traces/ab");
  expect(traceHref("ab", { view: "timeline", step: "cd" })).toBe("/traces/ab?view=timeline&step=cd");
});

test("only what can be a trace is linked from an action", () => {
  const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
  expect(traceOfAction({ traceId, spanId: "00f067aa0ba902b7" })).toBe(`/traces/${traceId}?view=timeline&step=00f067aa0ba902b7`);
  expect(traceOfAction({ traceId: "javascript:alert(1)", spanId: null })).toBeNull();
  expect(traceOfAction({ traceId: null, spanId: null })).toBeNull();
});

test("two moments narrow the list, within a span where one is asked for; what is no moment narrows nothing", () => {
  const between = { ...NOTHING_NARROWED, from: "2026-10-01T00:00:00Z", to: "2026-11-01T00:00:00+01:00" };
  expect(filterOf(between, NOON)).toMatchObject({ from: "2026-10-01T00:00:00.000Z", to: "2026-10-31T23:00:00.000Z" });
  expect(filterOf({ ...between, span: "today" }, NOON).from).toBe("2026-11-22T00:00:00.000Z");
  expect(filterOf({ ...between, from: "2026-11-22T09:00:00Z", to: null, span: "today" }, NOON)).toMatchObject({
    from: "2026-11-22T09:00:00.000Z",
    to: undefined,
  });
  expect(filterOf({ ...NOTHING_NARROWED, from: "soon" }, NOON).from).toBeUndefined();
});
