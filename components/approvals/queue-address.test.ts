import { expect, test } from "vitest";
import { isNarrowed, queueHref, queueQuery, readQueueFilter, requestHref } from "./queue-address";

const PLAIN = readQueueFilter({}, true);

test("an address says again what it was read from", () => {
  const filter = readQueueFilter({ tab: "all", risk: "high", agent: "sales-agent", q: "50 % & more", sort: "newest" }, true);
  const again = readQueueFilter(Object.fromEntries(new URL(queueHref(filter, "apr_1"), "http://reeve").searchParams), true);
  expect(again).toEqual(filter);
  expect(requestHref(PLAIN, "apr_1")).toBe("/queue/apr_1");
  expect(queueHref(PLAIN)).toBe("/queue");
});

test("what an address says wrongly counts as not said", () => {
  expect(readQueueFilter({ tab: "mine", risk: ["high", "low"], sort: "", q: "  " }, true)).toEqual(PLAIN);
});

test("a filter of spaces narrows nothing", () => {
  expect(isNarrowed({ ...PLAIN, q: "  " })).toBe(false);
  expect(queueQuery({ ...PLAIN, q: " acme " })).toMatchObject({ text: "acme", risk: [], tab: "forMe" });
  expect(queueQuery(PLAIN)).not.toHaveProperty("text");
});

test("who decides nothing sees everything that is open, whatever the address says", () => {
  expect(readQueueFilter({}, false).tab).toBe("all");
  expect(readQueueFilter({ tab: "forMe", q: "acme" }, false)).toMatchObject({ tab: "all", q: "acme" });
});
