import { expect, test } from "vitest";
import { ListEntriesInput } from "@/server/audit/schema";
import { filterOf, isNarrowed, loadAuditParams } from "./filter";

test("the address is the query: days of UTC, the last one whole", async () => {
  const params = await loadAuditParams(Promise.resolve({ kind: "approval", from: "2026-11-01", to: "2026-11-20" }));
  const filter = filterOf(params);
  expect(filter).toMatchObject({ kind: "approval", from: "2026-11-01T00:00:00.000Z", to: "2026-11-21T00:00:00.000Z" });
  expect(ListEntriesInput.safeParse(filter).success).toBe(true);
  expect(isNarrowed(params)).toBe(true);
});

test("a bare address asks for everything, and an open entry narrows nothing", async () => {
  const params = await loadAuditParams(Promise.resolve({ entry: "aud_1" }));
  expect(isNarrowed(params)).toBe(false);
  expect(ListEntriesInput.safeParse(filterOf(params)).success).toBe(true);
});
