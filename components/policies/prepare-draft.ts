import type { z } from "zod";
import { ANY_APPROVER, DEFAULT_APPROVAL } from "@/server/policies/core/default-approval";
import { fitsAny } from "@/server/policies/core/glob";
import type { ApprovalPlan, RuleMatch } from "@/server/policies/core/rule";
import { ChangeReason, type RuleDefinition, RuleDefinitionSchema, type RuleDraft } from "@/server/policies/schema";

/** A rule as the form holds it: whom it asks is kept while another effect is chosen. */
export type Draft = Omit<RuleDraft, "approval" | "when"> & { readonly approval: ApprovalPlan; readonly when: string };

/** What is wrong, by the place in the rule: "approval.stages.1.quorum". */
export type Faults = Readonly<Record<string, string>>;

export const EMPTY_DRAFT: Draft = {
  id: "",
  name: "",
  effect: "require_approval",
  match: { agents: [], tools: [], teams: [], sideEffects: [], riskTiers: [], environments: [] },
  when: "",
  reason: "",
  retry: null,
  approval: DEFAULT_APPROVAL,
  allowanceMinutes: null,
  mode: "enforce",
};

export const NEW_STAGE = ANY_APPROVER;

/** A published rule, to be changed. */
export const draftOf = ({ order: _, ...rule }: RuleDefinition): Draft => ({
  ...rule,
  when: rule.when ?? "",
  approval: rule.approval ?? DEFAULT_APPROVAL,
});

/** What the form would publish: what the chosen effect has no use for is left out. */
export function ruleOf(draft: Draft): RuleDraft {
  const when = draft.when.trim();
  return {
    ...draft,
    when: when === "" ? null : when,
    approval: draft.effect === "require_approval" ? draft.approval : null,
    retry: draft.effect === "deny" ? draft.retry : null,
    allowanceMinutes: draft.effect === "deny" ? null : draft.allowanceMinutes,
  };
}

/** An id for a name: "Discounts over 20 %" becomes discounts-over-20. */
export const idFor = (name: string): string =>
  name
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 63)
    .replace(/-+$/, "");

/** A refusal's words as a sentence. */
export const sentence = (words: string): string => {
  const text = words.charAt(0).toUpperCase() + words.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
};

type Issue = { readonly path: string; readonly message: string };

/** The first thing wrong at each place. */
export const toFaults = (issues: readonly Issue[]): Faults =>
  Object.fromEntries(issues.toReversed().map(({ path, message }) => [path, sentence(message)]));

const issuesOf = (error: z.ZodError): Issue[] => error.issues.map(({ path, message }) => ({ path: path.join("."), message }));

/** What can be seen to be wrong without asking; the server says the rest. */
export function checkDraft(draft: Draft, reason: string): Faults {
  const rule = RuleDefinitionSchema.safeParse({ ...ruleOf(draft), order: 0 });
  const why = ChangeReason.safeParse(reason);
  return toFaults([
    ...(rule.success ? [] : issuesOf(rule.error)),
    ...(why.success ? [] : why.error.issues.map(({ message }) => ({ path: "changeReason", message }))),
  ]);
}

/** What is wrong at a place or anywhere within it. */
export function faultAt(faults: Faults, place: string): string | null {
  const within = Object.keys(faults).find((path) => path === place || path.startsWith(`${place}.`));
  return within === undefined ? null : (faults[within] ?? null);
}

type AgentFacts = {
  readonly name: string;
  readonly team: { readonly name: string } | null;
  readonly riskTier: "low" | "medium" | "high";
  readonly environment: string;
};
type ToolFacts = { readonly name: string; readonly sideEffect: RuleMatch["sideEffects"][number] };

const includes = <T>(list: readonly T[], value: T) => list.length === 0 || list.includes(value);

export const matchedAgents = (match: RuleMatch, agents: readonly AgentFacts[]): number =>
  agents.filter(
    (agent) =>
      fitsAny(match.agents, agent.name) &&
      fitsAny(match.teams, agent.team?.name ?? "") &&
      includes(match.riskTiers, agent.riskTier) &&
      fitsAny(match.environments, agent.environment),
  ).length;

export const matchedTools = (match: RuleMatch, tools: readonly ToolFacts[]): number =>
  tools.filter((tool) => fitsAny(match.tools, tool.name) && includes(match.sideEffects, tool.sideEffect)).length;

/** The facts that conditions can name, with what each holds. */
export const CONDITION_FACTS: readonly { readonly name: string; readonly holds: string }[] = [
  { name: "args", holds: "the arguments of the call: args.percent, args.amountUsd" },
  { name: "agent", holds: "name, team, riskTier, environment, state, isRegistered" },
  { name: "tool", holds: "name, version, sideEffect, isRegistered, isGranted" },
  { name: "impact", holds: "what the agent says it would do: amountUsd, records, external, reversible" },
  { name: "resource", holds: "what the call touches, as text" },
  { name: "run", holds: "id, taskClass" },
  { name: "initiator", holds: "type, id" },
  { name: "time", holds: "hour (0 to 23) and weekday (1 is Monday) in the organisation's zone" },
];
