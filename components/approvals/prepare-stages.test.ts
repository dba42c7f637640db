import { expect, test } from "vitest";
import type { CardStage, CardVote } from "@/server/approvals/schema";
import type { Card } from "./card-type";
import { asksWords, mineWords, ownWaitingVote, placeWords, stageLines, voteWords, waitWords } from "./prepare-stages";

const MONEY: CardStage = { name: "Money", asks: ["Finance"], quorum: 2, state: "open" };
const RISK: CardStage = { name: "Risk", asks: ["Security", "Tom Okafor"], quorum: 1, state: "later" };
const VOTE = {
  id: "vote_1",
  stage: 1,
  person: { id: "per_1", name: "Tom Okafor" },
  onBehalfOf: null,
  waived: null,
  outcome: "effective",
  effectiveAt: "2026-11-20T15:00:05Z",
  isMine: false,
  verdict: "approve",
  reason: null,
  castAt: "2026-11-20T15:00:00Z",
} as CardVote;
const CARD = {
  state: "pending",
  stages: [MONEY, RISK],
  stage: 1,
  stageCount: 2,
  quorum: 2,
  votesIn: 1,
  votes: [VOTE],
  decidesFor: null,
  isAlone: false,
} as unknown as Card;

test("how far it is stands only where more than one approval is needed", () => {
  expect(placeWords({ stage: 1, stageCount: 1, quorum: 1, votesIn: 0 })).toBeNull();
  expect(placeWords({ stage: 1, stageCount: 1, quorum: 2, votesIn: 1 })).toBe("1 of 2");
  expect(placeWords(CARD)).toBe("stage 1 of 2, 1 of 2");
});

test("each stage says whom it asks, how many of them, and holds its own votes", () => {
  expect(stageLines(CARD).map(({ title, asks, end, votes }) => [title, asks, end, votes.length])).toEqual([
    ["Money", "Finance, any 2", "1 of 2", 1],
    ["Risk", "Security or Tom Okafor, any 1", "later", 0],
  ]);
  const simple = { ...CARD, stages: [{ ...MONEY, asks: [], quorum: 1 }] } as Card;
  expect(stageLines(simple)[0]?.title).toBe("Any approver");
  expect(asksWords({ asks: [], quorum: 2 })).toBe("Any approver, any 2");
});

test("a vote says in whose name it was given, whether alone, and what became of it", () => {
  expect(voteWords(VOTE)).toBe("Tom Okafor approved");
  expect(voteWords({ ...VOTE, isMine: true, verdict: "reject", outcome: null })).toBe("You rejected");
  expect(voteWords({ ...VOTE, onBehalfOf: { id: "per_2", name: "Ana Ruiz" } })).toBe("Tom Okafor approved for Ana Ruiz");
  expect(voteWords({ ...VOTE, waived: "quorum" })).toBe("Tom Okafor approved, alone, to be reviewed");
  expect(voteWords({ ...VOTE, outcome: "undone" })).toBe("Tom Okafor approved, then took it back");
  expect([waitWords(4), waitWords(0)]).toEqual(["takes effect in 4 s", "takes effect now"]);
});

test("only one's own vote that has not taken effect can be undone", () => {
  const own = { ...VOTE, isMine: true, outcome: null };
  expect(ownWaitingVote({ ...CARD, votes: [{ ...VOTE, outcome: null }, own] })).toBe(own);
  expect(ownWaitingVote({ ...CARD, votes: [{ ...own, outcome: "undone" }] })).toBeUndefined();
  expect(ownWaitingVote({ ...CARD, state: "rejected", votes: [own] })).toBeUndefined();
});

test("what one's own approval does is said before it is given", () => {
  expect(mineWords(CARD)).toBe("Your approval is 2 of 2; then Risk decides.");
  expect(mineWords({ ...CARD, stages: [MONEY], votesIn: 0 })).toBe("Your approval is 1 of 2.");
  expect(mineWords({ ...CARD, stages: [MONEY] })).toBe("Your approval is 2 of 2 and decides.");
  expect(mineWords({ ...CARD, quorum: 1, votesIn: 0 })).toBe("Your approval passes it on to Risk.");
  expect(mineWords({ ...CARD, quorum: 1, stages: [MONEY], decidesFor: { id: "per_2", name: "Ana Ruiz" } })).toBe(
    "Your approval decides. You decide for Ana Ruiz.",
  );
  expect(mineWords({ ...CARD, stages: [MONEY], votesIn: 0, isAlone: true })).toBe(
    "Your approval decides. You decide alone, so it goes on the list for review.",
  );
});
