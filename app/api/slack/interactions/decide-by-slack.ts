import { readCard } from "@/server/approvals/card";
import { decide } from "@/server/approvals/decisions";
import { DecideInput } from "@/server/approvals/schema";
import { refuse } from "@/server/kernel/result";
import type { DecideBySlack } from "@/server/notifications/slack-clicks";
import { validate } from "@/server/platform/validate";

/**
 * Decides a request from Slack, with the rights of the person and on the revision that the card showed. What is of high
 * risk takes steps that Slack does not have.
 */
export const decideBySlack: DecideBySlack = async (actor, { verb, subject, value, reason }) => {
  if (subject.type !== "approval") return refuse("not_allowed", "Open it in Reeve.");
  const revision = /^\d+$/.test(value) ? Number(value) : undefined;
  const input = validate(DecideInput, { id: subject.id, verdict: verb, reason, revision });
  if (!input.ok) return input;
  const card = await readCard(actor, input.value.id);
  if (!card.ok) return card;
  if (card.value.riskTier === "high") return refuse("not_allowed", "It is of high risk: open it in Reeve to decide.");
  return decide(actor, input.value);
};
