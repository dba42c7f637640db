import { expect, test } from "vitest";
import type { ActionOnCard, Card } from "./card-type";
import { decideWords, effectWords, initiatorWords, leadWords, touchWords, triedWords } from "./prepare-card";

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

test("who may not decide is told with the reason, oneself first", () => {
  const owner = { id: "per_1", name: "Mei Lin" };
  expect(decideWords({ ...CARD, owner })).toEqual({ who: "Any approver of Finance.", mine: "You may.", not: ["Mei Lin owns the agent."] });
  const mine = decideWords({ ...CARD, mayNotDecide: { code: "owner", message: "You own this agent, so someone else decides." } }).mine;
  expect(mine).toBe("You own this agent, so someone else decides.");
});

test("a rule whose condition broke is never said to be merely not matched", () => {
  const tried = { ruleId: "r", version: 1, effect: "deny", matched: false, failed: "when", error: null };
  expect(triedWords(tried)).toBe("its condition is false");
  expect(triedWords({ ...tried, error: "no such field" })).toContain("stricter side");
});
