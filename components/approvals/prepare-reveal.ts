import type { ActionForPeople } from "@/server/actions/schema";
import type { Json } from "@/server/approvals/schema";
import { cleanText } from "@/server/kernel/untrusted";
import type { Card, Revealed } from "./card-type";

const HIDDEN_WORDS = {
  sensitive: "Sensitive values are hidden from you, here and wherever else they stand.",
  unregistered: "Nobody has registered this tool and said which values are safe to show, so all of them are hidden from you.",
} as const satisfies Record<NonNullable<ActionForPeople["hiddenBecause"]>, string>;

/** Why something is hidden, in a sentence. */
export const hiddenWords = (because: NonNullable<ActionForPeople["hiddenBecause"]>): string => HIDDEN_WORDS[because];

function untrusted(text: string | null): Card["action"]["reasoning"] {
  if (text === null) return null;
  const { text: clean, removed } = cleanText(text);
  return { text: clean, removedCharacters: removed };
}

/** The card with everything that was revealed of its action in place of what was hidden. */
export function withRevealed(card: Card, revealed: Revealed | null): Card {
  if (revealed === null) return card;
  const { args, resource, reasoning, reason, receipt, summary } = revealed;
  // A person's words on the decision are those that the agent was told.
  const decided = card.decided?.reason?.includes("•••") === true ? { ...card.decided, reason } : card.decided;
  const action = { ...card.action, args: args as Json, redacted: [], resource, reason, reasoning: untrusted(reasoning), receipt };
  return { ...card, title: summary, decided, action };
}
