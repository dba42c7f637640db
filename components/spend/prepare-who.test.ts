import { describe, expect, test } from "vitest";
import type { Runs } from "@/server/spend/runs-schema";
import type { Spend, SpendGroup } from "@/server/spend/schema";
import { isAscendingBy, orderRows, rowsOf, type WhoParts } from "./prepare-who";
import { loadSpendParams } from "./spend-address";

const group = (key: string | null, costMicroUsd: string): SpendGroup => ({
  key,
  costMicroUsd,
  calls: 1,
  inputTokens: "0",
  outputTokens: "0",
  beforeMicroUsd: null,
  perDayMicroUsd: [],
});
const spendOf = (...groups: SpendGroup[]) => ({ groups }) as Partial<Spend> as Spend;
const sums = { runs: 2, ended: 2, succeeded: 1, tokens: "0", costMicroUsd: "10", before: null };
const NO_ENDS: ReadonlyMap<string | null, string> = new Map();
const params = loadSpendParams("");

describe("who spends, with what an open row is made of", () => {
  const whole = spendOf(group("Sales", "10004999"), group("Support", "4999"), group(null, "2"));
  const parts = new Map<string, WhoParts>([
    ["Sales", { spend: spendOf(group("a", "5002500"), group("b", "5002499")), ends: new Map([["a", "7"]]) }],
  ]);
  const runs = { groups: [{ key: "Sales", ...sums, parts: [{ key: "a", ...sums }] }] } as Partial<Runs> as Runs;

  test("what a row is made of adds up to what the row shows, and keeps what the page is narrowed to", async () => {
    const [sales] = rowsOf({ spend: whole, by: "team", params: await params, runs, ends: NO_ENDS, parts });
    expect(sales?.row.cents).toBe(1001n);
    expect(sales?.parts.reduce((sum, { cents }) => sum + cents, 0n)).toBe(1001n);
    expect(sales?.parts[0]).toMatchObject({ by: "agent", label: "a", within: "Sales", endMicroUsd: "7", params: { team: "Sales" } });
  });

  test("runs stand where they are known: none is zero, and what has no runs of its own has none to tell", async () => {
    const rows = rowsOf({ spend: whole, by: "team", params: await params, runs, ends: NO_ENDS, parts });
    expect(rows.map(({ row }) => row.runs?.runs)).toEqual([2, 0, 0]);
    expect(rows[0]?.parts.map((part) => part.runs?.runs)).toEqual([2, 0]);
    const unknown = rowsOf({ spend: whole, by: "team", params: await params, runs: null, ends: NO_ENDS, parts });
    expect(unknown.map(({ row }) => row.runs)).toEqual([undefined, undefined, undefined]);
  });

  test("in any order, what is not known comes last, and after it what is nobody's", async () => {
    const rows = rowsOf({ spend: whole, by: "team", params: await params, runs, ends: NO_ENDS, parts }).map(({ row }) => row);
    const labels = (isAscending: boolean) =>
      orderRows(rows, ({ label, cents }) => (label === "Support" ? null : Number(cents)), isAscending).map(({ label }) => label);
    expect([labels(true), labels(false)]).toEqual(Array(2).fill(["Sales", "Support", "Unattributed"]));
    expect(orderRows(rows, ({ label }) => label, false).map(({ label }) => label)).toEqual(["Support", "Sales", "Unattributed"]);
    expect([isAscendingBy("name", null), isAscendingBy("spend", null), isAscendingBy("spend", "asc")]).toEqual([true, false, true]);
  });
});
