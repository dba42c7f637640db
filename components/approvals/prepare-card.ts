import { clauseWords } from "@/components/policies/clause-words";
import { formatCount } from "@/components/ui/format-count";
import { formatMicroUsd } from "@/components/ui/format-money";
import type { TriedRule } from "@/server/approvals/schema";
import { listWords } from "@/server/kernel/list-words";
import { cleanText } from "@/server/kernel/untrusted";
import { costWords } from "@/server/traces/core/words";
import type { ActionOnCard, Card } from "./card-type";

/** A run of words; strong ones are what a reader must not miss. */
export type Words = { readonly text: string; readonly isStrong?: boolean };

/** What a stranger wrote, on one line, with nothing hidden in it. */
export const plainLine = (text: string): string => cleanText(text).text.replace(/\s+/gu, " ").trim();

const SIDE_EFFECTS: Readonly<Record<string, string>> = {
  read: "Reads only",
  reversible: "Can be undone",
  externally_reversible: "Can be undone by others",
  irreversible: "Irreversible",
};

const isFinal = ({ impact, sideEffect }: ActionOnCard) => impact.reversible === false || sideEffect === "irreversible";
const recordsWords = (records: number) => `${records.toLocaleString("en-GB")} ${records === 1 ? "record" : "records"}`;

/** What happens if this is approved, in one or two sentences. Figures are the agent's own, and the sentence says so. */
export function leadWords({ action, agentName }: Card): Words[] {
  const { impact } = action;
  const figures = [
    impact.amountMicroUsd === null ? [] : [formatMicroUsd(impact.amountMicroUsd)],
    impact.records === null ? [] : [recordsWords(impact.records)],
  ].flat();
  const words: Words[] = [];
  if (figures.length > 0) {
    words.push({ text: figures.join(" and "), isStrong: true }, { text: ` at stake, as ${agentName} states it.` });
  } else words.push({ text: `${agentName} does not say how much is at stake.` });
  if (impact.external === true) words.push({ text: " It is seen outside the company." });
  if (isFinal(action)) words.push({ text: " It cannot be undone.", isStrong: true });
  return words;
}

/** What it touches, fact by fact. */
export function touchWords(action: ActionOnCard): Words[] {
  const { impact } = action;
  const facts: Words[] = [{ text: SIDE_EFFECTS[action.sideEffect] ?? action.sideEffect, isStrong: true }];
  if (impact.records !== null) facts.push({ text: recordsWords(impact.records) });
  if (impact.amountMicroUsd !== null) facts.push({ text: formatMicroUsd(impact.amountMicroUsd), isStrong: true });
  if (impact.external !== null) facts.push({ text: impact.external ? "Seen outside the company" : "Stays inside the company" });
  if (impact.reversible === true && action.sideEffect === "irreversible") facts.push({ text: "Its agent says it can be undone" });
  if (impact.reversible === false && action.sideEffect !== "irreversible") facts.push({ text: "Its agent says it cannot be undone" });
  return facts;
}

const requests = (count: number, of: string) => `${count.toLocaleString("en-GB")} other ${count === 1 ? "request" : "requests"} of ${of}`;

/** What else of its agent waits for a decision, and what exactly is counted: open requests, not callers. */
export function waitingWords({ alsoWaiting: { ofAgent, ofRun }, agentName }: Pick<Card, "alsoWaiting" | "agentName">): string {
  if (ofAgent === 0) return `No other request of ${agentName} is open.`;
  const all = `${requests(ofAgent, agentName)} ${ofAgent === 1 ? "is" : "are"} open`;
  return ofRun === null ? `${all}.` : `${all}, ${ofRun === 0 ? "none" : ofRun.toLocaleString("en-GB")} of the same run.`;
}

/** What approving does, for the moment before it is done. */
export function effectWords({ action, agentName }: Card): string {
  const end = isFinal(action) ? " It cannot be undone." : "";
  return `${agentName} may then run ${action.toolName} once, with exactly these arguments.${end}`;
}

/** Who set it off, as the agent claims it. */
export function initiatorWords({ initiator }: ActionOnCard): { readonly name: string; readonly note: string | null } {
  if (initiator.person !== null) return { name: initiator.person.name, note: null };
  const id = plainLine(initiator.id);
  if (initiator.type === "user") return { name: id, note: "matches nobody in the directory" };
  return { name: id, note: plainLine(initiator.type) };
}

export type MayDecide = { readonly mine: string | null; readonly not: readonly string[] };

const BARRED_ORDER = ["initiator", "owner", "rule_author", "decided_before", "edited"] as const;
const BARRED = {
  initiator: "set it off",
  owner: "owns the agent",
  rule_author: "wrote the rule",
  decided_before: "decided the stage before",
  edited: "edited it and voted in another stage",
} as const satisfies Record<Card["barred"][number]["why"][number], string>;

/** Who may not decide, with the reasons; one's own reason as the server words it, null when the reader may. */
export function decideWords(card: Card): MayDecide {
  const not = card.barred.map(
    ({ person, why }) =>
      `${person.name} ${listWords(
        BARRED_ORDER.flatMap((one) => (why.includes(one) ? [BARRED[one]] : [])),
        "and",
      )}.`,
  );
  return { mine: card.mayNotDecide?.message ?? null, not };
}

/** The rules that were tried beside the one that decided. */
export const otherRules = ({ tried, rule }: ActionOnCard): readonly TriedRule[] => tried.filter(({ ruleId }) => ruleId !== rule?.id);

/** Why a tried rule came out as it did. */
export function triedWords({ matched, failed, error }: TriedRule): string {
  if (error !== null) return "its condition could not be evaluated, so the stricter side was taken";
  if (matched) return "matched";
  return failed === null ? "not matched" : clauseWords(failed);
}

const ACTION_STATES: Readonly<Record<string, string>> = {
  awaiting: "Waits for a decision.",
  allowed: "Allowed. The agent has not run it yet.",
  executing: "The agent runs it now. No receipt yet.",
  succeeded: "It ran and succeeded.",
  failed: "It ran and failed.",
  compensated: "It ran and was undone.",
  denied: "It did not run.",
  revoked: "It was taken back before it ran.",
  unknown_outcome: "It was started and no receipt came: nobody knows how it ended.",
};

/** Why a request was cancelled: its agent withdrew it, unless something else is on record. */
export const cancelledWords = ({ decided }: Card): string =>
  decided?.reason
    ? `Cancelled: ${decided.reason.charAt(0).toLowerCase()}${decided.reason.slice(1).replace(/\.$/, "")}`
    : "Withdrawn by its agent";

const PARTS = { output: "its output", changes: "what changed", error: "its error" } as const;

/** Which parts of a receipt are kept from the reader. */
export const keptWords = (hidden: readonly (keyof typeof PARTS)[]): string =>
  `Hidden from you: ${listWords(
    hidden.map((part) => PARTS[part]),
    "and",
  )}.`;

/** What became of the action, in a sentence. */
export const outcomeWords = ({ state }: ActionOnCard): string => ACTION_STATES[state] ?? state;

/** Whether more may become of it that the live stream does not tell: it was allowed and has not ended. */
export const isUnderWay = (state: string): boolean => state === "allowed" || state === "executing";

const FLAGS: Readonly<Record<string, string>> = {
  digest_mismatch: "What the agent reports is not what was approved. The receipt was refused.",
  unknown_outcome: "The agent took it and never said how it ended. It is not tried again.",
};
export const flagWords = (flag: string): string => FLAGS[flag] ?? flag;

type RunCost = { readonly costMicroUsd: string | null; readonly llmSteps: number; readonly unpricedSteps: number };

/** "$0.32", "over $0.32", "Unknown", "Nothing": what a run cost until now, and what of it is not known. */
export function costSoFar({ costMicroUsd, llmSteps, unpricedSteps }: RunCost): { readonly cost: string; readonly note: string } {
  const cost = costWords({ costMicroUsd, llmSteps, unpricedSteps });
  if (cost === null) return { cost: "Nothing", note: "" };
  const unknown = unpricedSteps > 0 && costMicroUsd !== null ? `; of ${formatCount(unpricedSteps)} nobody knows the cost` : "";
  return { cost: cost.charAt(0).toUpperCase() + cost.slice(1), note: unknown };
}
