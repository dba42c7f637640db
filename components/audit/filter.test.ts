import { expect, test } from "vitest";
import { ListEntriesInput } from "@/server/audit/schema";
import { filterOf, formatDay, isNarrowed, loadAuditParams, parseDay } from "./filter";

const NOW_MS = Date.parse("2026-11-22T18:30:00Z");

test("the address is the query: days of UTC, the last one whole", async () => {
  const params = await loadAuditParams(Promise.resolve({ kind: "approval", from: "2026-11-01", to: "2026-11-20" }));
  const filter = filterOf(params, NOW_MS);
  expect(filter).toMatchObject({ kind: "approval", from: "2026-11-01T00:00:00.000Z", to: "2026-11-21T00:00:00.000Z" });
  expect(ListEntriesInput.safeParse(filter).success).toBe(true);
  expect(isNarrowed(params)).toBe(true);
});

test("a bare address asks for everything, and an open entry narrows nothing", async () => {
  const params = await loadAuditParams(Promise.resolve({ entry: "aud_1" }));
  expect(isNarrowed(params)).toBe(false);
  expect(ListEntriesInput.safeParse(filterOf(params, NOW_MS)).success).toBe(true);
});

test("a span ends today and holds whole days of UTC", async () => {
  const week = await loadAuditParams(Promise.resolve({ span: "week", to: "2026-01-01" }));
  expect(filterOf(week, NOW_MS)).toMatchObject({ from: "2026-11-16T00:00:00.000Z", to: undefined });
  const today = await loadAuditParams(Promise.resolve({ span: "today" }));
  expect(filterOf(today, NOW_MS).from).toBe("2026-11-22T00:00:00.000Z");
  expect(isNarrowed(today)).toBe(true);
});

test("a day is read as year, month and day, and only if there is such a day", () => {
  expect(formatDay(parseDay("2028-02-29") ?? new Date(0))).toBe("2028-02-29");
  for (const text of ["2026-02-29", "11/22/2026", "2026-11-2", "22-11-2026", ""]) expect(parseDay(text)).toBeUndefined();
});
