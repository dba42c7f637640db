import canonicalize from "canonicalize";
import { type FieldError, ok, type Result, refuse } from "@/server/kernel/result";
import type { Actor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { inTransaction } from "@/server/platform/tx";
import { access } from "./access";
import { type Place, rulesWith, rulesWithout } from "./core/place";
import type { PolicySet, Rule, RuleDefinition } from "./core/rule";
import { rulesToStartWith } from "./default-rules";
import { ruleErrors } from "./rule-checks";
import {
  type ChangeInput,
  ChangeReason,
  type MoveRuleInput,
  type RemoveRuleInput,
  RuleDefinitionSchema,
  type SaveRuleInput,
  type SwitchRuleInput,
} from "./schema";
import { policyInForce, publishIn } from "./service";
import * as store from "./store";

type Published = { readonly version: number };

const REFUSED = {
  publish: refuse("forbidden", "Only operators publish rules."),
  conflict: refuse("conflict", "Someone else published rules meanwhile. Look at theirs, then publish again."),
  gone: refuse("not_found", "This rule is no longer in force. Someone removed it."),
  same: refuse("invalid_request", "Nothing is different: the rule says this already."),
  started: refuse("conflict", "There are rules in force already."),
} as const;

const invalid = (errors: readonly FieldError[]) => refuse("invalid_request", "The rule cannot be published as it is.", { errors });
const toErrors = (issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[], root = ""): FieldError[] =>
  issues.map(({ path, message }) => ({ path: [root, ...path].filter((part) => part !== "").join("."), message }));

type Edit = (policy: PolicySet) => Promise<Result<readonly RuleDefinition[]>>;

/** Publishes the rules that an edit makes of those in force, as long as they are still those that the author saw. */
async function edit(actor: Actor, { baseVersion, reason }: ChangeInput, now: Date, change: Edit): Promise<Result<Published>> {
  if (!access.publish(actor)) return REFUSED.publish;
  const why = ChangeReason.safeParse(reason);
  const policy = await policyInForce();
  if (policy.version !== baseVersion) return REFUSED.conflict;
  const rules = await change(policy);
  const reasonErrors = why.success ? [] : toErrors(why.error.issues, "changeReason");
  if (!rules.ok) {
    const { errors } = rules.refusal;
    return errors === undefined ? rules : invalid([...errors, ...reasonErrors]);
  }
  if (!why.success) return invalid(reasonErrors);
  return inTransaction((tx) => publishIn(tx, actor, { rules: rules.value, reason: why.data, baseVersion }, now));
}

const ruleOf = (policy: PolicySet, ruleId: string): Rule | undefined => policy.rules.find((rule) => rule.id === ruleId);
const authorOf = (actor: Actor): string | null => (actor.kind === "person" ? actor.id : null);
const written = ({ version: _, authorId: __, ...rule }: Rule): RuleDefinition => rule;

/**
 * Adds a rule, or puts a changed one in place of the one in force, as the next policy version. Refused with every field
 * at fault: also when those it asks are gone, or too few of them can decide.
 */
export function saveRule(actor: Actor, input: SaveRuleInput, now: Date = clock.now()): Promise<Result<Published>> {
  return edit(actor, input, now, async (policy) => {
    const parsed = RuleDefinitionSchema.safeParse({ ...input.rule, order: 0 });
    if (!parsed.success) return invalid(toErrors(parsed.error.issues));
    const rule = parsed.data;
    const errors = await ruleErrors(rule, authorOf(actor));
    return input.isNew ? added(policy, rule, input.before ?? null, errors) : changed(policy, rule, input.before, errors);
  });
}

type Rules = Result<readonly RuleDefinition[]>;

/** An id is used once: a rule that was removed goes on being named by it in the record. */
async function added(policy: PolicySet, rule: RuleDefinition, before: Place, errors: readonly FieldError[]): Promise<Rules> {
  const holder = ruleOf(policy, rule.id);
  const isTaken = holder !== undefined || (await store.isRuleKnown(rule.id));
  const whose = holder === undefined ? "a rule that was removed had" : `the rule "${holder.name}" has`;
  const all = isTaken ? [{ path: "id", message: `${whose} this id; choose another` }, ...errors] : errors;
  return all.length > 0 ? invalid(all) : ok(rulesWith(policy.rules, rule, before));
}

function changed(policy: PolicySet, rule: RuleDefinition, before: Place, errors: readonly FieldError[]): Rules {
  const saved = ruleOf(policy, rule.id);
  if (saved === undefined) return REFUSED.gone;
  if (errors.length > 0) return invalid(errors);
  return before === undefined && isSame(written(saved), rule) ? REFUSED.same : ok(rulesWith(policy.rules, rule, before));
}

const isSame = (a: RuleDefinition, b: RuleDefinition): boolean => canonicalize({ ...a, order: 0 }) === canonicalize({ ...b, order: 0 });

/** Puts a rule before another one, or last. The rule itself keeps its version and its author. */
export function moveRule(actor: Actor, input: MoveRuleInput, now: Date = clock.now()): Promise<Result<Published>> {
  return edit(actor, input, now, async (policy) => {
    const rule = ruleOf(policy, input.ruleId);
    return rule === undefined ? REFUSED.gone : ok(rulesWith(policy.rules, written(rule), input.before));
  });
}

/** Makes a rule act, only be recorded, or rest. One that comes back is checked as if it were saved. */
export function switchRule(actor: Actor, input: SwitchRuleInput, now: Date = clock.now()): Promise<Result<Published>> {
  return edit(actor, input, now, async (policy) => {
    const rule = ruleOf(policy, input.ruleId);
    if (rule === undefined) return REFUSED.gone;
    if (rule.mode === input.mode) return REFUSED.same;
    const switched = { ...written(rule), mode: input.mode };
    const errors = input.mode === "off" ? [] : await ruleErrors(switched, authorOf(actor));
    return errors.length > 0 ? invalid(errors) : ok(rulesWith(policy.rules, switched, undefined));
  });
}

/** Leaves a rule out of the next policy version. Its versions stay in the record, and its id is not used again. */
export function removeRule(actor: Actor, input: RemoveRuleInput, now: Date = clock.now()): Promise<Result<Published>> {
  return edit(actor, input, now, async (policy) =>
    ruleOf(policy, input.ruleId) === undefined ? REFUSED.gone : ok(rulesWithout(policy.rules, input.ruleId)),
  );
}

/** Publishes the rules that Reeve brings, where no rules ever were. Reeve wrote them, so whoever publishes them may decide by them. */
export async function startWithDefaults(actor: Actor, now: Date = clock.now()): Promise<Result<Published>> {
  if (!access.publish(actor)) return REFUSED.publish;
  const rules = await rulesToStartWith();
  const reason = "The rules that Reeve starts with.";
  const published = await inTransaction((tx) => publishIn(tx, actor, { rules, reason, baseVersion: 0, isReeves: true }, now));
  return published.ok || published.refusal.code !== "conflict" ? published : REFUSED.started;
}
