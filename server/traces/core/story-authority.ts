import type { ActionAuthority, StoryFacts, StoryPart } from "./story-schema";
import { lastingWords, named } from "./words";

export const ruleLink = (rule: NonNullable<ActionAuthority["rule"]>): readonly StoryPart[] => [
  { kind: "link", href: `/policies?rule=${encodeURIComponent(rule.id)}`, text: named(rule.name) },
  `, version ${rule.version}`,
];
export const grantLink = (grantId: string, text = "standing grant"): StoryPart => ({
  kind: "link",
  href: `/queue/grants?open=${encodeURIComponent(grantId)}`,
  text,
});
export const requestLink = (approvalId: string, text = "the request"): StoryPart => ({ kind: "link", href: `/queue/${approvalId}`, text });

/** Whether people are asked for something in it, and none has decided. */
export const isWaiting = ({ actions }: StoryFacts): boolean =>
  actions.some(({ decision, approval }) => decision === "pending" && approval !== null && approval.decided === null);

/** Between two moments, in words. */
export const between = (from: string, to: string): string => lastingWords(Math.max(0, Date.parse(to) - Date.parse(from)) * 1_000);

/** By what the gate decided: a standing grant, a rule, or the gate itself. */
export function authorOf({ rule, grantId }: ActionAuthority): readonly StoryPart[] {
  if (grantId !== null) return ["a ", grantLink(grantId)];
  return rule === null ? ["the gate"] : ["the rule ", ...ruleLink(rule)];
}

/** The same before what it did: set off as the sentence needs it. */
export const authorWho = (action: ActionAuthority): readonly StoryPart[] => [
  ...authorOf(action),
  action.grantId === null && action.rule !== null ? ", " : " ",
];
