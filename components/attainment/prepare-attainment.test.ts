import { expect, test } from "vitest";
import { toCsv } from "@/components/ui/csv";
import type { Breach, RuleAttainment } from "@/server/approvals/attainment-schema";
import { attainmentQuery, loadAttainmentParams } from "./attainment-address";
import {
  formatShare,
  formatSpan,
  lateIn,
  prepareBreach,
  prepareCause,
  prepareChange,
  prepareSentence,
  prepareSteps,
  prepareTook,
  TOOK_LABELS,
} from "./prepare-attainment";

const counts = (inTime: number, late = 0, expired = 0, overdue = 0) => ({ inTime, late, expired, overdue });

test("a share is all or nothing only when it is", () => {
  expect([counts(964, 36), counts(5), counts(0, 5), counts(0), counts(99_999, 1), counts(1, 99_999)].map(formatShare)).toEqual([
    "96.4 %",
    "100 %",
    "0 %",
    "–",
    "> 99.9 %",
    "< 0.1 %",
  ]);
});

test("the page opens with what was missed, and what that meant", () => {
  expect(prepareSentence({ counts: counts(1_186, 30, 12, 2) })).toBe(
    "44 of 1,230 requests were not decided in time: 30 were decided late, 12 expired (the agent was refused) and 2 still wait.",
  );
  expect(prepareSentence({ counts: counts(0, 1) })).toBe("1 of 1 request was not decided in time: 1 was decided late.");
  expect(prepareSentence({ counts: counts(3) })).toBe("All 3 requests were decided in time.");
});

test("a change tells sign, size and against what", () => {
  const before = { from: "2026-09-24", to: "2026-10-23", counts: counts(90, 10) };
  expect(prepareChange({ counts: counts(92, 8), before })).toBe("+2.0 points on 24 Sept to 23 Oct (90.0 %)");
  expect(prepareChange({ counts: counts(89, 11), before })).toBe("−1.0 point on 24 Sept to 23 Oct (90.0 %)");
  expect(prepareChange({ counts: counts(9, 1), before })).toBe("The same as from 24 Sept to 23 Oct (90.0 %)");
  expect(prepareChange({ counts: counts(9), before: null })).toContain("does not reach back");
  expect(prepareChange({ counts: counts(9), before: { ...before, counts: counts(0) } })).toContain("to compare with");
  expect(formatSpan({ from: "2025-11-23", to: "2026-11-22" })).toBe("23 Nov 2025 to 22 Nov 2026");
});

test("a rule is named as the cause when half of what was missed came from it, all its versions together", () => {
  const rule = (id: string, version: number, own: ReturnType<typeof counts>): RuleAttainment => ({ id, name: id, version, counts: own });
  const rules = [rule("a", 1, counts(5, 2)), rule("a", 2, counts(1, 0, 1)), rule("b", 1, counts(9, 2))];
  expect(prepareCause(rules, counts(15, 4, 1))).toEqual({ name: "a", words: "explains 3 of the 5." });
  expect(prepareCause(rules, counts(15, 8, 1))).toBeNull();
  expect(prepareCause(rules.slice(0, 1), counts(5, 2))).toBeNull();
});

test("what was before the record is a gap, a day without requests a zero; late holds what still waits", () => {
  const [gap, zero] = prepareSteps({
    unit: "week",
    steps: [
      { day: "2026-11-09", counts: null },
      { day: "2026-11-16", counts: counts(0) },
    ],
  });
  expect(gap).toMatchObject({ label: "9 Nov", name: "Week from 9 Nov 2026", inTime: null, late: null, share: "not on record" });
  expect(zero).toMatchObject({ inTime: 0, late: 0, expired: 0, share: "–" });
  expect(lateIn(counts(1, 2, 3, 4))).toBe(6);
});

test("the classes of the time to decide are told in words", () => {
  expect(TOOK_LABELS).toEqual(["under 5 min", "5–15 min", "15 min–1 h", "1–4 h", "4–8 h", "8 h–1 d", "1–3 d", "over 3 d"]);
  expect(prepareTook([3])[0]).toMatchObject({ label: "under 5 min", decisions: 3 });
});

test("a breach says by how much", () => {
  const breach = { state: "approved", dueAt: "2026-11-22T10:00:00Z", endedAt: "2026-11-22T12:05:00Z", lateStages: 0 } as Breach;
  const at = "2026-11-22T13:00:00Z";
  expect(prepareBreach(breach, at)).toBe("Decided 2 h 5 min late");
  expect(prepareBreach({ ...breach, state: "expired" }, at)).toBe("Expired undecided");
  expect(prepareBreach({ ...breach, state: "pending", endedAt: null }, at)).toBe("Past due for 3 h");
  expect(prepareBreach({ ...breach, endedAt: "2026-11-22T09:00:00Z", lateStages: 1 }, at)).toBe("An earlier stage was late");
});

test("the address says the range and the filters; what it says wrongly counts as not said", async () => {
  const query = async (search: string) => attainmentQuery(await loadAttainmentParams(new URLSearchParams(search)));
  expect(await query("")).toEqual({ range: { days: 30 } });
  expect(await query("days=90&risk=high&team=tea_1")).toEqual({ range: { days: 90 }, risk: "high", team: "tea_1" });
  expect(await query("from=2026-11-01&to=2026-11-08&agent=+")).toEqual({ range: { from: "2026-11-01", to: "2026-11-08" } });
  expect(await query("days=12&from=soon&to=2026-11-08&risk=huge")).toEqual({ range: { days: 30 } });
});

test("CSV quotes what must be, and nothing in it runs as a formula", () => {
  expect(
    toCsv({
      head: ["a", "b"],
      rows: [
        ['say "x", y', 1],
        ["=1+1", null],
      ],
    }),
  ).toBe('a,b\r\n"say ""x"", y",1\r\n\'=1+1,\r\n');
});
