import { expect, test } from "vitest";
import { caughtWords, limitWords } from "./prepare-loops";

const run = (agentName: string) => ({ agentName, refused: 3 });

test.each([
  [[], "No run was refused for a loop in the last 30 days."],
  [[run("a")], "1 run of 1 agent was refused for a loop in the last 30 days."],
  [[run("a"), run("a")], "2 runs of 1 agent were refused for a loop in the last 30 days."],
  [[run("a"), run("b"), run("b")], "3 runs of 2 agents were refused for a loop in the last 30 days."],
])("the sentence counts runs and their agents", (caught, words) => {
  expect(caughtWords({ caught, caughtDays: 30 })).toBe(words);
});

test("a limit is told in full, and one that is off says so", () => {
  const limit = { isOn: true, sameCall: 20, sameTool: 200, windowMinutes: 10 };
  expect(limitWords(limit)).toBe("20 of the same call, 200 of one tool, within 10 minutes");
  expect(limitWords({ ...limit, windowMinutes: 1 })).toMatch(/within 1 minute$/);
  expect(limitWords({ ...limit, isOn: false })).toBe("Loops are not looked for.");
});
