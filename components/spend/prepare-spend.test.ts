import { describe, expect, test } from "vitest";
import { centsTogether, formatCents, formatChange, formatPerCall, formatShare, keyWords, moneyOfCents, nameWords } from "./prepare-spend";

describe("money as people read it", () => {
  test.each([
    ["0", "$0.00"],
    ["4999", "< $0.01"],
    ["5000", "$0.01"],
    ["42511850000", "$42,511.85"],
    ["-1200000", "−$1.20"],
  ])("%s is %s", (micro, words) => expect(formatCents(micro)).toBe(words));
  test("what is shown adds up to the sum that is shown", () => {
    const parts = ["3334999", "3334999", "3334999"];
    const cents = centsTogether(parts);
    expect(cents.map(moneyOfCents)).toEqual(["$3.34", "$3.33", "$3.33"]);
    expect(formatCents("10004997")).toBe("$10.00");
    expect(centsTogether(parts, 1001n).map(moneyOfCents)).toEqual(["$3.34", "$3.34", "$3.33"]);
  });
  test.each([
    ["1127", "1000", "+12.7 %"],
    ["900", "1000", "−10.0 %"],
    ["1000", "1000", "same"],
    ["15000", "1000", "15.0 ×"],
    ["5", "0", null],
    ["5", null, null],
  ])("%s against %s is %s", (now, before, words) => expect(formatChange(now, before)).toBe(words));
  test("a name cannot turn the words around it, hide itself, or run on for ever", () => {
    expect(nameWords("inv\u202Egnp.exe")).toBe("invgnp.exe");
    expect([keyWords("\u200B"), keyWords(null)]).toEqual(["(no visible name)", "Unattributed"]);
    expect([...nameWords("a".repeat(400))]).toHaveLength(120);
  });
  test("shares and costs of a call never read as nothing", () => {
    expect([formatShare("1", "10000000"), formatShare("1", "3"), formatShare("0", "0")]).toEqual(["< 0.1 %", "33.3 %", "–"]);
    expect(
      [
        { costMicroUsd: "10", calls: 1 },
        { costMicroUsd: "4100", calls: 1 },
        { costMicroUsd: "820000", calls: 2 },
      ].map(formatPerCall),
    ).toEqual(["< $0.0001", "$0.0041", "$0.41"]);
  });
});
