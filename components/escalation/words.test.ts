import { expect, test } from "vitest";
import { actWords, chainWords, minutesWords } from "./words";

test("times are said in the largest unit that fits", () => {
  expect([1, 45, 60, 90, 120, 1_440, 2_880].map(minutesWords)).toEqual([
    "1 minute",
    "45 minutes",
    "1 hour",
    "90 minutes",
    "2 hours",
    "1 day",
    "2 days",
  ]);
});

test("a chain reads as a sentence, with what is gone named as such", () => {
  const chain = {
    steps: [
      { after: { percentOfSla: 50 }, targets: [{ kind: "stage" as const }], channels: [], important: false },
      { after: { minutes: 90 }, targets: [{ kind: "onCall" as const, id: "onc_1" }], channels: [], important: true },
    ],
    loops: 2,
    pauseMinutes: 30,
    final: { kind: "reassign" as const, groupId: "grp_1" },
  };
  expect(chainWords(chain, { onc_1: "Nights" })).toBe(
    "At 50 % of the time to decide, tell everyone who is asked; after 90 minutes, tell whoever is on call by Nights. All of it 2 times more. Then group that is gone may decide too.",
  );
  expect(actWords({ kind: "step", step: 2, loop: 1 })).toBe("Step 2, again");
});
