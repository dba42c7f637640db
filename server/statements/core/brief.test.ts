import { describe, expect, test } from "vitest";
import { type BriefFacts, briefSentences } from "./brief-words";
import { nextSending } from "./sending-time";

const FACTS: BriefFacts = {
  monthName: "November",
  spentMicroUsd: "1200000000",
  before: { microUsd: "1000000000", monthName: "October" },
  mover: { name: "data-export-agent", differenceMicroUsd: "150000000" },
  ahead: { totalMicroUsd: "1600000000", lowMicroUsd: "1500000000", highMicroUsd: "1700000000", isThin: false, days: 80 },
  lastMonthMicroUsd: "1400000000",
  budget: null,
  unknownCalls: 3,
  toAcknowledge: 2,
  disputed: 1,
};

describe("three sentences from facts", () => {
  test("what was spent and why, what it comes to, what is open", () => {
    expect(briefSentences(FACTS)).toEqual([
      "Agents have spent $1,200 on models in November so far, 20 % more than on the same days of October; data-export-agent moved it most, by $150 more.",
      "November will come to about $1,600, between $1,500 and $1,700 in four cases out of five; the month before came to $1,400.",
      "3 calls have no known cost and are in no figure, 2 statements wait to be acknowledged, and 1 statement is disputed.",
    ]);
  });
  test("what is not known is said to be so, never guessed", () => {
    expect(
      briefSentences({
        ...FACTS,
        before: null,
        mover: null,
        ahead: null,
        lastMonthMicroUsd: null,
        unknownCalls: 0,
        toAcknowledge: 0,
        disputed: 0,
      }),
    ).toEqual([
      "Agents have spent $1,200 on models in November so far; nothing is on record to hold it against.",
      "Less than a week is on record, too little to say what November comes to.",
      "Every call has its cost, and every statement is acknowledged.",
    ]);
  });
  test.each([
    [{ passes: "2026-11-27", isPassed: false }, "; the budget of $1,550 will be passed on Friday 27 November, by about $50."],
    [{ passes: null, isPassed: false }, "; the budget of $1,550 holds."],
    [{ passes: "2026-11-23", isPassed: true }, "; the budget of $1,550 is passed."],
  ])("what becomes of the budget: %o", (standing, end) => {
    const [, ahead] = briefSentences({ ...FACTS, budget: { limitMicroUsd: "1550000000", ...standing } });
    expect(ahead.endsWith(end)).toBe(true);
  });
  test("a forecast from less than two weeks says so", () => {
    const [, ahead] = briefSentences({
      ...FACTS,
      ahead: { totalMicroUsd: "1600000000", lowMicroUsd: null, highMicroUsd: null, isThin: true, days: 9 },
    });
    expect(ahead).toContain("This goes by 9 days alone, less than two weeks.");
  });
});

test.each([
  ["weekly", "Europe/Berlin", "2026-11-23T06:00:00Z", "2026-11-23T07:00:00.000Z"],
  ["weekly", "Europe/Berlin", "2026-11-23T07:00:00Z", "2026-11-30T07:00:00.000Z"],
  ["weekly", "America/New_York", "2026-10-30T12:00:00Z", "2026-11-02T13:00:00.000Z"],
  ["monthly", "Europe/Berlin", "2026-10-20T12:00:00Z", "2026-11-01T07:00:00.000Z"],
  ["monthly", "Asia/Kolkata", "2026-12-31T20:00:00Z", "2027-01-01T02:30:00.000Z"],
] as const)("%s in %s as of %s: %s, eight o'clock there", (every, zone, now, next) => {
  expect(nextSending(every, zone, new Date(now)).toISOString()).toBe(next);
});
