import { z } from "zod";
import { type IdKind, isId } from "@/server/kernel/ids";
import { ANY_APPROVER } from "./core/default-approval";
import type * as facts from "./core/facts";
import type * as kept from "./core/kept";
import type * as rule from "./core/rule";
import { EFFECTS, RETRIES, RISK_TIERS, RULE_MODES, SIDE_EFFECTS } from "./core/rule";

export type Facts = facts.Facts;
export type Evaluation = facts.Evaluation;
export type KeptEvaluation = kept.KeptEvaluation;
export type TriedRule = facts.TriedRule;
export type Rule = rule.Rule;
export type ApprovalPlan = rule.ApprovalPlan;
export type RuleDefinition = rule.RuleDefinition;
export type PolicySet = rule.PolicySet;

const MAX_EXPIRY_MINUTES = 30 * 24 * 60;

const glob = z
  .string()
  .min(1, "must not be empty")
  .max(200, "must have 200 or fewer characters")
  .regex(/^[^\s\p{C}]+$/u, "must not contain spaces; * stands for any run of characters, ? for one");
const globs = z.array(glob).max(50, "at most 50").default([]);

const MatchSchema = z.strictObject({
  agents: globs,
  tools: globs,
  teams: z.array(z.string().trim().min(1).max(200)).max(50, "at most 50").default([]),
  sideEffects: z.array(z.enum(SIDE_EFFECTS)).default([]),
  riskTiers: z.array(z.enum(RISK_TIERS)).default([]),
  environments: globs,
});

const minutes = z
  .int("must be a whole number")
  .min(1, "must be 1 or more")
  .max(MAX_EXPIRY_MINUTES, "must be 30 days or less")
  .nullable()
  .default(null);
const idOf = (kind: IdKind) => z.string().refine((text) => isId(kind, text), "is not an id of the right kind");

const StageSchema = z.strictObject({
  name: z.string().trim().min(1, "must not be empty").max(80).default(ANY_APPROVER.name),
  groups: z.array(z.string().trim().min(1).max(100)).max(10, "at most 10").default([]),
  people: z.array(idOf("person")).max(20, "at most 20").default([]),
  onCall: z.array(idOf("onCall")).max(5, "at most 5").default([]),
  asksManager: z.boolean().default(false),
  quorum: z.int("must be a whole number").min(1, "must be 1 or more").max(10, "at most 10").default(1),
  dueMinutes: minutes,
});

const ApprovalSchema = z
  .strictObject({
    stages: z.array(StageSchema).min(1, "must have a stage").max(5, "at most 5 stages").prefault([{}]),
    dueMinutes: minutes,
    expiryMinutes: minutes,
    calendarId: idOf("calendar").nullable().default(null),
    chainId: idOf("chain").nullable().default(null),
  })
  .refine((plan) => plan.dueMinutes === null || plan.expiryMinutes === null || plan.dueMinutes <= plan.expiryMinutes, {
    path: ["expiryMinutes"],
    error: "must not end before it is due",
  });

/** A rule as its author writes it. That the condition compiles and the groups exist is for the service to check. */
export const RuleDefinitionSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "must be lower-case letters, digits and hyphens, e.g. discount-over-20"),
    order: z.int().min(0, "must be 0 or more").max(1_000_000),
    name: z.string().trim().min(1, "must not be empty").max(120),
    effect: z.enum(EFFECTS),
    match: MatchSchema.prefault({}),
    when: z.string().trim().min(1, "must not be empty").max(4_000, "must have 4000 or fewer characters").nullable().default(null),
    reason: z.string().trim().min(1, "must not be empty").max(500),
    retry: z.enum(RETRIES).nullable().default(null),
    approval: ApprovalSchema.nullable().default(null),
    allowanceMinutes: z
      .int("must be a whole number")
      .min(1, "must be 1 or more")
      .max(7 * 24 * 60, "must be 7 days or less")
      .nullable()
      .default(null),
    mode: z.enum(RULE_MODES).default("enforce"),
  })
  .refine((rule) => rule.approval === null || rule.effect === "require_approval", {
    path: ["approval"],
    error: "only rules that require approval ask people",
  })
  .refine((rule) => rule.effect !== "require_approval" || rule.approval !== null, {
    path: ["approval"],
    error: "must say who is asked and until when",
  });
export type RuleInput = z.input<typeof RuleDefinitionSchema>;

export const ChangeReason = z.string().trim().min(1, "must not be empty").max(500, "must have 500 or fewer characters");

/** A whole policy as it is to be published; replaces the one in force. */
export const PublishInput = z.strictObject({
  rules: z
    .array(RuleDefinitionSchema)
    .max(500, "at most 500 rules")
    .superRefine((rules, ctx) => {
      const seen = new Set<string>();
      for (const [index, rule] of rules.entries()) {
        if (seen.has(rule.id)) ctx.addIssue({ code: "custom", path: [index, "id"], message: "another rule has this id" });
        seen.add(rule.id);
      }
    }),
  reason: ChangeReason,
  /** The version that the author started from; another one in force meanwhile is a conflict. */
  baseVersion: z.int().min(0).optional(),
});
export type PublishInput = z.input<typeof PublishInput>;

/** A rule in a form: its number comes from its place among the others. */
export type RuleDraft = Omit<RuleDefinition, "order">;

const change = {
  /** The policy version that the author looked at. */
  baseVersion: z.int().min(0),
  /** Why, for whoever reads the versions later. */
  reason: z.string().max(2_000),
};
const ruleId = z.string().max(100);

export const ChangeInput = z.strictObject(change);
export type ChangeInput = z.output<typeof ChangeInput>;
/** The rule itself is checked by the service, which names every field at fault. */
export const SaveRuleInput = z.strictObject({
  ...change,
  rule: z.custom<RuleDraft>((value) => typeof value === "object" && value !== null, "must be a rule"),
  isNew: z.boolean(),
  /** The rule that comes after it; null puts it last, absent leaves it where it is. */
  before: ruleId.nullish(),
});
export type SaveRuleInput = z.output<typeof SaveRuleInput>;
export const MoveRuleInput = z.strictObject({ ...change, ruleId, before: ruleId.nullable() });
export type MoveRuleInput = z.output<typeof MoveRuleInput>;
export const SwitchRuleInput = z.strictObject({ ...change, ruleId, mode: z.enum(RULE_MODES) });
export type SwitchRuleInput = z.output<typeof SwitchRuleInput>;
export const RemoveRuleInput = z.strictObject({ ...change, ruleId });
export type RemoveRuleInput = z.output<typeof RemoveRuleInput>;

export const ConditionInput = z.strictObject({ when: z.string().max(4_000, "must have 4000 or fewer characters") });

const jsonObject = z.record(z.string(), z.unknown());

/** What a person gives to try the policy out: nothing is proposed and nothing is stored. */
export const TryInput = z.strictObject({
  agent: z.string().trim().min(1, "must not be empty").max(200),
  tool: z.string().trim().min(1, "must not be empty").max(200),
  args: jsonObject.default({}),
  amountUsd: z.number().nonnegative().max(1e12).nullable().default(null),
  /** A rule as it is being written, in its place among those in force. */
  draft: z.strictObject({ rule: SaveRuleInput.shape.rule, before: ruleId.nullish() }).nullish(),
});
export type TryInput = z.input<typeof TryInput>;

/** A row of the rule list. Who wrote it: a person's name, or "Reeve" for the rules of the first start. */
export type RuleRow = Rule & { readonly authorName: string; readonly createdAt: string };

/** One policy version as people read it; `inForce` is the number of the one that decides now. */
export type PolicyPage = {
  readonly version: number;
  readonly publishedAt: string | null;
  readonly inForce: number;
  readonly rules: readonly RuleRow[];
};

export type RuleVersionRow = {
  readonly version: number;
  readonly definition: RuleDefinition;
  readonly authorName: string;
  readonly reason: string;
  readonly createdAt: string;
};

export type RuleHistory = {
  readonly ruleId: string;
  /** Null when the rule is no longer in force. */
  readonly versionInForce: number | null;
  readonly versions: readonly RuleVersionRow[];
};

export type PolicyVersionRow = {
  readonly version: number;
  readonly ruleCount: number;
  readonly publishedByName: string;
  readonly reason: string;
  readonly publishedAt: string;
};

/** An evaluation beside the facts it rests on: what an action stores, and what trying answers. */
export type Explained = { readonly facts: Facts; readonly evaluation: Evaluation };

/** What a condition comes to as it is typed: why it cannot be published, or what it says in plain words where it has any. */
export type ConditionReading = { readonly problem: string | null; readonly words: string | null };
