import canonicalize from "canonicalize";
import * as audit from "@/server/audit/service";
import { invariant, ok, type Result, refuse } from "@/server/kernel/result";
import { type Actor, systemActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { inTransaction, type PgTx, type PrismaTx } from "@/server/platform/tx";
import { access } from "./access";
import { buildFacts, type CallFacts, type Parties } from "./core/build-facts";
import { compilePolicy, type Evaluator } from "./core/evaluate";
import type { Evaluation, Facts } from "./core/facts";
import { keepEvaluation as keep, readEvaluation as readKept } from "./core/kept";
import type { PolicySet, RuleDefinition } from "./core/rule";
import { rulesToStartWith } from "./default-rules";
import { setErrors } from "./rule-checks";
import { PublishInput } from "./schema";
import * as store from "./store";

const EMPTY: PolicySet = { version: 0, publishedAt: null, rules: [] };
const REMEMBERED_VERSIONS = 8;
const sets = new Map<number, PolicySet>();
const evaluators = new WeakMap<PolicySet, Evaluator>();

/** The policy in force at this moment. Which version that is gets read every time; a version itself never changes. */
export async function policyInForce(tx?: PgTx): Promise<PolicySet> {
  const version = await store.versionInForce(tx);
  const policy = await policyAt(version, tx);
  invariant(policy !== null, `policy version ${version} is in force, but is not stored`);
  return policy;
}

/** One policy version, or null if there is none of this number. */
export async function policyAt(version: number, tx?: PgTx): Promise<PolicySet | null> {
  if (version === 0) return EMPTY;
  const known = sets.get(version);
  if (known !== undefined) return known;
  const policy = await store.findPolicy(version, tx);
  if (policy === null) return null;
  const oldest = sets.keys().next();
  if (sets.size >= REMEMBERED_VERSIONS && !oldest.done) sets.delete(oldest.value);
  sets.set(version, policy);
  return policy;
}

/** Decides by one policy version alone; compiled at its first use. Pure but for that memory. */
export function evaluate(policy: PolicySet, facts: Facts): Evaluation {
  let evaluator = evaluators.get(policy);
  if (evaluator === undefined) {
    evaluator = compilePolicy(policy);
    evaluators.set(policy, evaluator);
  }
  return evaluator(facts);
}

/** An evaluation as it is to be stored, and back. */
export const keepEvaluation = keep;
export const readEvaluation = readKept;

/** The facts of a call, from what the registry knows of agent and tool and what the call says. */
export const factsOf = (parties: Parties, call: CallFacts, now: Date, zone: string): Facts => buildFacts(parties, call, now, zone);

/**
 * Puts a whole set of rules in force as the next policy version. Rules that did not change keep their version.
 * Someone else publishing meanwhile is answered `conflict`.
 */
export async function publish(actor: Actor, input: PublishInput, now: Date = clock.now()): Promise<Result<{ version: number }>> {
  if (!access.publish(actor)) return refuse("forbidden", "Only operators publish rules.");
  const parsed = PublishInput.safeParse(input);
  if (!parsed.success) {
    const errors = parsed.error.issues.map((issue) => ({ path: issue.path.join("."), message: issue.message }));
    return refuse("invalid_request", "The rules are not valid.", { errors });
  }
  const { rules, reason, baseVersion } = parsed.data;
  const errors = await setErrors(rules);
  if (errors.length > 0) return refuse("invalid_request", "The rules are not valid.", { errors });
  return inTransaction((tx) => publishIn(tx, actor, { rules, reason, baseVersion }, now));
}

type Publication = {
  readonly rules: readonly RuleDefinition[];
  readonly reason: string;
  readonly baseVersion: number | undefined;
  /** Whether Reeve wrote the rules, and the actor only puts them in force. */
  readonly isReeves?: boolean;
};

/** Where a rule stands is no part of what it says: moving it makes no version of it. */
const wordsOf = (definition: RuleDefinition) => canonicalize({ ...definition, order: 0 });

/** Puts rules that were checked in force as the next policy version, unless another one than `baseVersion` is by now. */
export async function publishIn(
  tx: PrismaTx,
  actor: Actor,
  { rules, reason, baseVersion, isReeves = false }: Publication,
  now: Date,
): Promise<Result<{ version: number }>> {
  const conflict = refuse("conflict", "Someone else published rules meanwhile. Look at theirs, then publish again.");
  const current = await store.versionInForce(tx);
  if (baseVersion !== undefined && baseVersion !== current) return conflict;
  const newest = new Map((await store.listNewestRuleVersions(tx, idsOf(rules))).map((row) => [row.ruleId, row]));
  const publishedById = actor.kind === "person" ? actor.id : null;
  const authorId = isReeves ? null : publishedById;
  const versioned = rules.map((definition) => {
    const last = newest.get(definition.id);
    const isChanged = last === undefined || wordsOf(last.definition) !== wordsOf(definition);
    return { definition, isChanged, version: isChanged ? (last?.version ?? 0) + 1 : last.version };
  });
  const version = current + 1;
  const refs = versioned.map(({ definition, version }) => ({ ruleId: definition.id, version, order: definition.order }));
  const kept = new Set(idsOf(rules));
  const removed = ((await policyAt(current))?.rules ?? []).filter((rule) => !kept.has(rule.id));
  // Taking the number comes first: whoever loses it has written nothing.
  const isTaken = await store.insertPolicyVersion(tx, { version, rules: refs, publishedById, reason, publishedAt: now });
  if (!isTaken) return conflict;
  const changed = versioned.filter(({ isChanged }) => isChanged);
  await store.insertRuleVersions(
    tx,
    changed.map(({ definition, version }) => ({ ruleId: definition.id, version, definition, authorId, reason, createdAt: now })),
  );
  const by = audit.entryActor(actor);
  const entry = { actor: by, occurredAt: now };
  await audit.append(
    tx,
    ...changed.map(({ definition, version: ruleVersion }) => ({
      ...entry,
      kind: "rule.published" as const,
      subject: { type: "rule", id: definition.id },
      data: { version: ruleVersion, effect: definition.effect, mode: definition.mode, policyVersion: version },
    })),
    ...removed.map((rule) => ({
      ...entry,
      kind: "rule.removed" as const,
      subject: { type: "rule", id: rule.id },
      data: { version: rule.version, policyVersion: version },
    })),
    { ...entry, kind: "policy.published", subject: { type: "policy", id: String(version) }, data: { version, rules: refs } },
  );
  return ok({ version });
}

const idsOf = (rules: readonly { readonly id: string }[]) => rules.map((rule) => rule.id);

/** Puts the default rules in force if no rules ever were. Safe to call at every start, and by several processes at once. */
export async function ensureDefaultPolicy(now: Date = clock.now()): Promise<void> {
  if ((await store.versionInForce()) > 0) return;
  const rules = await rulesToStartWith();
  const first = { rules, reason: "The rules that Reeve starts with.", baseVersion: 0 };
  const published = await inTransaction((tx) => publishIn(tx, systemActor, first, now));
  invariant(published.ok || published.refusal.code === "conflict", "the default rules cannot be published");
}
