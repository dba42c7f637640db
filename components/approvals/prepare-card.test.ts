import { expect, test } from "vitest";
import type { ActionOnCard, Card } from "./card-type";
import {
  cancelledWords,
  costSoFar,
  decideWords,
  effectWords,
  initiatorWords,
  keptWords,
  leadWords,
  touchWords,
  triedWords,
  waitingWords,
} from "./prepare-card";

const ACTION = {
  sideEffect: "irreversible",
  toolName: "crm.apply_discount",
  impact: { amountMicroUsd: "1200000000000", records: 1, external: true, reversible: false },
  initiator: { type: "user", id: "sam@acme.example", person: null },
} as ActionOnCard;
const CARD = {
  agentName: "sales-agent",
  groupNames: ["Finance"],
  mayNotDecide: null,
  owner: null,
  barred: [],
  alsoWaiting: { ofAgent: 0, ofRun: null, agents: [] },
  action: ACTION,
} as unknown as Card;
const text = (words: readonly { text: string }[]) => words.map((word) => word.text).join("");

test("the lead says what is at stake, by whose account, and what cannot be undone", () => {
  expect(text(leadWords(CARD))).toBe(
    "$1,200,000 and 1 record at stake, as sales-agent states it. It is seen outside the company. It cannot be undone.",
  );
});

test("an agent that states nothing is said to state nothing, never zero", () => {
  const impact = { amountMicroUsd: null, records: null, external: null, reversible: null };
  const card = { ...CARD, action: { ...ACTION, impact, sideEffect: "reversible" } };
  expect(text(leadWords(card))).toBe("sales-agent does not say how much is at stake.");
  expect(touchWords(card.action).map((fact) => fact.text)).toEqual(["Can be undone"]);
});

test("where the agent and the registry disagree both are told", () => {
  const says = { ...ACTION, impact: { ...ACTION.impact, reversible: true } };
  expect(touchWords(says).map((fact) => fact.text)).toContain("Its agent says it can be undone");
});

test("approving names what may run", () => {
  expect(effectWords(CARD)).toBe("sales-agent may then run crm.apply_discount once, with exactly these arguments. It cannot be undone.");
});

test("an initiator whom nobody knows is shown as such", () => {
  expect(initiatorWords(ACTION)).toEqual({ name: "sam@acme.example", note: "matches nobody in the directory" });
  expect(initiatorWords({ ...ACTION, initiator: { type: "schedule", id: "nightly\u202E", person: null } })).toEqual({
    name: "nightly",
    note: "schedule",
  });
});

test("who may not decide is told with every reason, the author of the rule too, oneself first", () => {
  const barred: Card["barred"] = [
    { person: { id: "per_1", name: "Mei Lin" }, why: ["owner", "initiator"] },
    { person: { id: "per_2", name: "Tom Okafor" }, why: ["rule_author"] },
  ];
  const card = { ...CARD, barred };
  const not = ["Mei Lin set it off and owns the agent.", "Tom Okafor wrote the rule."];
  expect(decideWords(card)).toEqual({ mine: null, not });
  const mine = decideWords({ ...card, mayNotDecide: { code: "owner", message: "You own this agent, so someone else decides." } }).mine;
  expect(mine).toBe("You own this agent, so someone else decides.");
});

test("what else waits is counted as open requests, of the agent and of the run", () => {
  const words = (ofAgent: number, ofRun: number | null) => waitingWords({ ...CARD, alsoWaiting: { ofAgent, ofRun, agents: [] } });
  expect(words(0, 0)).toBe("No other request of sales-agent is open.");
  expect(words(1, null)).toBe("1 other request of sales-agent is open.");
  expect(words(1200, 3)).toBe("1,200 other requests of sales-agent are open, 3 of the same run.");
  expect(words(2, 0)).toBe("2 other requests of sales-agent are open, none of the same run.");
});

test("a cancelled request never claims that its agent withdrew it when something else ended it", () => {
  const ended = { by: null, at: "2026-11-20T16:00:00.000Z", verdict: "cancelled" as const };
  expect(cancelledWords({ ...CARD, decided: { ...ended, reason: null } })).toBe("Withdrawn by its agent");
  expect(cancelledWords({ ...CARD, decided: { ...ended, reason: "The agent was retired." } })).toBe("Cancelled: the agent was retired");
});

test("parts of a receipt that are kept from the reader are named", () => {
  expect(keptWords(["output", "changes", "error"])).toBe("Hidden from you: its output, what changed and its error.");
});

test("a rule whose condition broke is never said to be merely not matched", () => {
  const tried = { ruleId: "r", version: 1, effect: "deny", matched: false, failed: "when", error: null };
  expect(triedWords(tried)).toBe("its condition is false");
  expect(triedWords({ ...tried, error: "no such field" })).toContain("stricter side");
});

test.each([
  [
    { costMicroUsd: "320000", llmSteps: 4, unpricedSteps: 0 },
    { cost: "$0.32", note: "" },
  ],
  [
    { costMicroUsd: "320000", llmSteps: 4, unpricedSteps: 1 },
    { cost: "Over $0.32", note: "; of 1 nobody knows the cost" },
  ],
  [
    { costMicroUsd: null, llmSteps: 2, unpricedSteps: 2 },
    { cost: "Unknown", note: "" },
  ],
  [
    { costMicroUsd: null, llmSteps: 0, unpricedSteps: 0 },
    { cost: "Nothing", note: "" },
  ],
])("what a run cost so far is never told as less than is known: %o", (run, expected) => {
  expect(costSoFar(run)).toEqual(expected);
});
