import { describe, expect, test } from "vitest";
import type { Precedent } from "@/server/approvals/precedent-schema";
import { countWords, decidedWords, precedentWords } from "./prepare-precedent";

const usd = (dollars: number) => String(BigInt(dollars) * 1_000_000n);
const precedent = (more: Partial<Precedent> = {}): Precedent => ({
  days: 90,
  of: "agent",
  counts: { approved: 20, rejected: 5, expired: 1, withdrawn: 0 },
  approvedAtMost: usd(128_000),
  approvedUnstated: 0,
  amountMicroUsd: usd(1_200_000),
  argument: null,
  usual: [],
  alike: [],
  ...more,
});
const say = (more?: Partial<Precedent>) =>
  precedentWords(precedent(more), "sales-agent", "crm.discount")
    .map(({ text }) => text)
    .join("");

describe("what was decided before", () => {
  test("opens with a comparison in numbers", () => {
    expect(say()).toBe("26 in 90 days, at most $128,000 approved. This is 9.4 times that.");
    expect(say({ amountMicroUsd: usd(1_152_000) })).toContain("This is 9 times that.");
    expect(say({ amountMicroUsd: usd(2_560_000) })).toContain("This is 20 times that.");
    expect(say({ amountMicroUsd: usd(160_000) })).toContain("This is 25 % more.");
    expect(say({ amountMicroUsd: usd(128_000) })).toContain("This is as much.");
    expect(say({ amountMicroUsd: usd(32_000) })).toContain("This is 25 % of that.");
    expect(say({ amountMicroUsd: usd(1) })).toContain("This is less than 1 % of that.");
  });

  test("says what is unknown instead of comparing to it", () => {
    expect(say({ amountMicroUsd: null })).toContain("This one states no amount.");
    expect(say({ approvedAtMost: null })).toBe("26 in 90 days. None that was approved stated an amount.");
    expect(say({ approvedUnstated: 3 })).toContain("at most $128,000 approved as far as stated (3 stated none).");
    expect(say({ approvedAtMost: "0" })).toContain("This is more.");
  });

  test("says when there is nothing of this agent, nothing approved, nothing at all", () => {
    expect(say({ of: "tool" })).toMatch(/^None of sales-agent\. Of other agents 26 in 90 days/);
    const none = { approved: 0, rejected: 0, expired: 0, withdrawn: 0 };
    expect(say({ counts: { ...none, rejected: 2 } })).toBe("2 in 90 days, none approved.");
    expect(say({ counts: none })).toBe("No request with crm.discount was decided in 90 days.");
  });

  test("counts each way of ending that there was, and names who decided", () => {
    expect(countWords(precedent())).toBe("20 approved, 5 rejected and 1 expired.");
    expect(decidedWords({ state: "rejected", by: { id: "per_1", name: "Ana Ruiz" } })).toBe("Rejected, Ana Ruiz");
    expect(decidedWords({ state: "expired", by: null })).toBe("Expired");
  });
});
