import { expect, test } from "vitest";
import type { Card, Revealed } from "./card-type";
import { withRevealed } from "./prepare-reveal";

const CARD = {
  title: "erp.pay on vendor:•••",
  decided: { by: null, at: "", verdict: "rejected", reason: "Not to •••." },
  action: {
    args: { iban: "•••" },
    redacted: ["/iban"],
    hiddenBecause: "sensitive",
    resource: "vendor:•••",
    reasoning: null,
    receipt: null,
  },
} as unknown as Card;
const REVEALED: Revealed = {
  args: { iban: "DE89" },
  resource: "vendor:DE89",
  summary: "erp.pay on vendor:DE89",
  reasoning: "Pay\u202E DE89",
  reason: "Not to DE89.",
  receipt: null,
};

test("what is revealed stands where it was hidden, and text of the agent stays text", () => {
  expect(withRevealed(CARD, REVEALED)).toMatchObject({
    title: "erp.pay on vendor:DE89",
    decided: { reason: "Not to DE89." },
    action: { args: { iban: "DE89" }, redacted: [], resource: "vendor:DE89", reasoning: { text: "Pay DE89", removedCharacters: 1 } },
  });
});

test("without a reveal the card is as it was read", () => {
  expect(withRevealed(CARD, null)).toBe(CARD);
});
