import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Mover } from "@/server/spend/schema";
import { partsOf, prepareCause } from "./prepare-why";

const sums = (costMicroUsd: string) => ({ costMicroUsd, calls: 10, inputTokens: "0", outputTokens: "0" });
const mover = (over: Partial<Mover>): Mover => ({
  dimension: "agent",
  key: "support-triage",
  differenceMicroUsd: "3932000000",
  calls: { before: 100, now: 100 },
  tokens: { before: "1000", now: "1700" },
  cost: { before: "10000000000", now: "13932000000" },
  ...over,
});
const change = { total: sums("9798000000"), before: { ...sums("5000000000"), from: "", to: "" } };
const sum = (runs: number) => ({ runs, ended: runs, succeeded: runs, tokens: "0", costMicroUsd: "0" });
const runs = { tasks: [], agents: [{ key: "support-triage", ...sum(40), before: sum(20) }] };

describe("the parts of a change", () => {
  test("add up to it, whatever the figures", () => {
    const amount = fc.integer({ min: 1, max: 1_000_000_000 });
    fc.assert(
      fc.property(amount, amount, amount, amount, amount, amount, (c0, c1, t0, t1, m0, m1) => {
        const parts = partsOf(
          mover({
            calls: { before: c0, now: c1 },
            tokens: { before: String(t0), now: String(t1) },
            cost: { before: String(m0), now: String(m1) },
            differenceMicroUsd: String(m1 - m0),
          }),
          null,
        );
        expect((parts?.volume.micro ?? 0n) + (parts?.size.micro ?? 0n) + (parts?.price.micro ?? 0n)).toBe(BigInt(m1 - m0));
      }),
    );
  });
  test("twice the runs of half the size, at one price: the parts cancel out", () => {
    const parts = partsOf(
      mover({ tokens: { before: "1000", now: "1000" }, cost: { before: "10", now: "10" }, differenceMicroUsd: "0" }),
      runs,
    );
    expect(parts).toMatchObject({ unit: "runs", volume: { factor: 2 }, size: { factor: 0.5 }, price: { factor: 1, micro: 0n } });
    expect((parts?.volume.micro ?? 0n) + (parts?.size.micro ?? 0n)).toBe(0n);
  });
  test("of a model are told by calls; of what is new there are none", () => {
    expect(partsOf(mover({ dimension: "model" }), runs)?.unit).toBe("calls");
    expect(partsOf(mover({ cost: { before: "0", now: "1" } }), runs)).toBeNull();
  });
});

describe("what moved the total, in words", () => {
  test("who, how much of it, by what, and what all else did", () => {
    expect(prepareCause({ ...change, movers: [mover({})] }, null)).toEqual({
      lead: "support-triage explains $3,932.00 of the $4,798.00 rise.",
      rest: expect.stringMatching(/^Each call takes 1\.7 times the tokens \(\+\$.*All else is up \$866\.00\.$/),
    });
  });
  test("a small share is told in per cent, and a sentence begins with a capital", () => {
    const few = mover({ dimension: "model", key: "gpt-5", tokens: { before: "1000000", now: "1000" } });
    expect(prepareCause({ ...change, movers: [few] }, null)).toEqual({
      lead: expect.stringMatching(/^The model gpt-5 explains /),
      rest: expect.stringMatching(/call takes \d\.\d % of the tokens/),
    });
    expect(prepareCause({ ...change, movers: [mover({ key: null })] }, null)?.lead).toMatch(/^What is unattributed explains /);
  });
  test("one that is new, one that went the other way, and none", () => {
    expect(prepareCause({ ...change, movers: [mover({ calls: { before: 0, now: 9 } })] }, null)?.rest).toContain(
      "It cost nothing in the days before.",
    );
    expect(prepareCause({ ...change, movers: [mover({ differenceMicroUsd: "-5000000" })] }, null)?.lead).toBe(
      "support-triage went the other way, by $5.00.",
    );
    expect(prepareCause({ ...change, movers: [] }, null)).toBeNull();
    expect(prepareCause({ ...change, before: null, movers: [mover({})] }, null)).toBeNull();
  });
});
