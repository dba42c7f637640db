import type { ActionAuthority, StoryPart } from "./story-schema";
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

/** Between two moments, in words. */
export const between = (from: string, to: string): string => lastingWords(Math.max(0, Date.parse(to) - Date.parse(from)) * 1_000);

/** By what the gate decided: a standing grant, a rule, or the gate itself. */
export function authorOf({ rule, grantId }: ActionAuthority): readonly StoryPart[] {
  if (grantId !== null) return ["a ", grantLink(grantId), " "];
  return rule === null ? ["the gate "] : ["the rule ", ...ruleLink(rule), ", "];
}

/** What was done, in the words of its record, and by whose authority. */
export function authorityParts(action: ActionAuthority): StoryPart[] {
  const request: StoryPart[] = action.approvalId === null ? [] : ["See ", requestLink(action.approvalId), ". "];
  return [`On record: ${named(action.summary)}. By `, ...authorOf(action), verdictWords(action), ...request];
}

function verdictWords({ approvalId, decidedBy, decidedAt, askedAt, decision }: ActionAuthority): string {
  const verdict = decision === "deny" ? "refused" : "allowed";
  if (approvalId === null) return `it was ${verdict}. `;
  if (decision === "pending" || decidedAt === null) return "it was put before people, and nobody has decided yet. ";
  const by = decidedBy === null ? "it was" : named(decidedBy);
  return `it was put before people; ${by} ${verdict}${decidedBy === null ? "" : " it"} after ${between(askedAt, decidedAt)}. `;
}
