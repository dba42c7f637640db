import { listWords } from "@/server/kernel/list-words";
import type { ApprovalPlan, RuleMatch, SideEffect, Stage } from "@/server/policies/core/rule";
import type { TriedRule } from "@/server/policies/schema";
import { clauseWords } from "./clause-words";

/** A run of words; code is what someone typed as a name or a glob. */
export type Words = { readonly text: string; readonly isCode?: boolean };

const SIDE_EFFECT_WORDS = {
  read: "reads",
  reversible: "can be undone",
  externally_reversible: "can be undone by others",
  irreversible: "cannot be undone",
} as const satisfies Record<SideEffect, string>;

export const sideEffectWords = (sideEffect: SideEffect): string => SIDE_EFFECT_WORDS[sideEffect];

const plain = (text: string): Words => ({ text });

/** "a, b or c", each name as code. */
function namesOf(names: readonly string[]): Words[] {
  return names.flatMap((name, i) => {
    const joint = i === 0 ? [] : [plain(i === names.length - 1 ? " or " : ", ")];
    return [...joint, { text: name, isCode: true }];
  });
}

/** What a match is about, as one sentence: "Any agent calls crm.apply_discount". */
export function matchWords(match: RuleMatch): Words[] {
  const words: Words[] = match.agents.length === 0 ? [plain("Any agent")] : namesOf(match.agents);
  if (match.riskTiers.length > 0) words.push(plain(` of ${listWords(match.riskTiers, "or")} risk`));
  if (match.teams.length > 0) words.push(plain(" of "), ...namesOf(match.teams));
  if (match.environments.length > 0) words.push(plain(" in "), ...namesOf(match.environments));
  words.push(plain(" calls "), ...(match.tools.length === 0 ? [plain("any tool")] : namesOf(match.tools)));
  if (match.sideEffects.length > 0) words.push(plain(` that ${listWords(match.sideEffects.map(sideEffectWords), "or")}`));
  return words;
}

/** "45 min", "4 h", "2 d": as long as it divides evenly, else in the smaller unit. */
export function minutesWords(minutes: number): string {
  if (minutes % 1_440 === 0) return `${minutes / 1_440} d`;
  if (minutes % 60 === 0) return `${minutes / 60} h`;
  return `${minutes} min`;
}

function stageWords({ groups, people, onCall, asksManager, quorum }: Stage): string {
  const others = [
    people.length > 0 && (people.length === 1 ? "one person by name" : `${people.length} people by name`),
    onCall.length > 0 && "whoever is on call",
    asksManager && "the owner's manager",
  ].filter((words) => words !== false);
  const asked = [...groups, ...others];
  const who = asked.length === 0 ? "any approver" : listWords(asked, "or");
  return quorum === 1 ? who : `${quorum} of ${who}`;
}

/** Whom a rule asks, stage after stage. */
export function askedWords({ stages }: ApprovalPlan): string {
  const words = stages.map(stageWords).join(", then ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** When an approval is due and when it ends; what the rule leaves open follows the target of the risk tier. */
export function deadlineWords({ dueMinutes, expiryMinutes }: ApprovalPlan): string {
  const due = dueMinutes === null ? "due by the target of the risk tier" : `due in ${minutesWords(dueMinutes)}`;
  return expiryMinutes === null ? due : `${due}, refused after ${minutesWords(expiryMinutes)} if nobody decides`;
}

/** Why a tried rule came out as it did: "Matched", or the clause that failed. */
export function triedWords({ matched, failed, error }: TriedRule): string {
  if (error !== undefined) {
    const side = matched ? "so it counts as met: the stricter side" : "so it does not allow: the stricter side";
    return `Its condition could not be evaluated, ${side}`;
  }
  if (matched || failed === undefined) return "Matched";
  return `Not matched: ${clauseWords(failed)}`;
}

/** A fact as a line of text; what is unknown says so. */
export function factText(value: unknown): string {
  if (value === null || value === undefined) return "unknown";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "string" ? value : JSON.stringify(value);
}
