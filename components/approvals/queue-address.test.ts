import { expect, test } from "vitest";
import { isNarrowed, queueHref, queueQuery, readQueueFilter, requestHref } from "./queue-address";

const PLAIN = readQueueFilter({});

test("an address says again what it was read from", () => {
  const filter = readQueueFilter({ tab: "all", risk: "high", agent: "sales-agent", q: "50 % & more", sort: "newest" });
  const again = readQueueFilter(Object.fromEntries(new URL(queueHref(filter, "apr_1"), "http://reeve").searchParams));
  expect(again).toEqual(filter);
  expect(requestHref(PLAIN, "apr_1")).toBe("/queue/apr_1");
  expect(queueHref(PLAIN)).toBe("/queue");
});

test("what an address says wrongly counts as not said", () => {
  expect(readQueueFilter({ tab: "mine", risk: ["high", "low"], sort: "", q: "  " })).toEqual(PLAIN);
});

test("a filter of spaces narrows nothing", () => {
  expect(isNarrowed({ ...PLAIN, q: "  " })).toBe(false);
  expect(queueQuery({ ...PLAIN, q: " acme " })).toMatchObject({ text: "acme", risk: [], tab: "forMe" });
  expect(queueQuery(PLAIN)).not.toHaveProperty("text");
});
