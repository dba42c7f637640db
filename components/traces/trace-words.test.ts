import { describe, expect, test } from "vitest";
import { asideWords, taskWords, traceSentence } from "./trace-words";

describe("a run is named by what it was about", () => {
  test.each([
    ["Renewal of Acme", "renewals", "Renewal of Acme", "renewals"],
    ["invoke_agent sales", "renewals", "renewals", "invoke_agent sales"],
    ["ai.generateText", "letters", "letters", "ai.generateText"],
    ["claude_code.interaction", "review", "review", "claude_code.interaction"],
    ["support.agent", "tickets", "tickets", "support.agent"],
    ["task", "refunds", "refunds", "task"],
    ["invoke_agent sales", null, "invoke_agent sales", null],
    ["renewals", "renewals", "renewals", null],
    ["task force report", "reports", "task force report", "reports"],
  ])("%s of %s is %s, beside it %s", (name, taskClass, task, aside) => {
    expect([taskWords({ name, taskClass }), asideWords({ name, taskClass })]).toEqual([task, aside]);
  });
});

type Trace = Parameters<typeof traceSentence>[0];
const trace = (of: Partial<Trace>) => ({ stood: null, ungoverned: 0, hasRoot: true, ...of }) as Trace;

test("of how a run ended nothing is said before it is known; what people were asked outweighs how its steps ended", () => {
  expect(traceSentence(trace({}), undefined)).toBe("");
  expect(traceSentence(trace({ stood: { outcome: "failed", authority: null } }), undefined)).toBe("It failed.");
  const stood = { outcome: "done", authority: "open" } as const;
  expect(traceSentence(trace({ stood }), { outcome: "waiting", note: "Finance" })).toBe("It waits for Finance.");
  expect(traceSentence(trace({ stood }), { outcome: "done", note: "101 failures" })).toBe("It came to its end: 101 failures.");
  expect(traceSentence(trace({ ungoverned: 1, hasRoot: false }), { outcome: "denied", note: "by policy" })).toBe(
    "It was denied: by policy. 1 tool call never passed the gate. Its first step has not arrived.",
  );
});
