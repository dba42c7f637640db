import canonicalize from "canonicalize";
import * as audit from "@/server/audit/service";
import { listGroups } from "@/server/identity/service";
import { type FieldError, invariant, ok, type Result, refuse } from "@/server/kernel/result";
import { type Actor, systemActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { inTransaction, type PgTx, type PrismaTx } from "@/server/platform/tx";
import { access } from "./access";
import { buildFacts, type CallFacts, type Parties } from "./core/build-facts";
import { conditionProblem } from "./core/condition";
import { compilePolicy, type Evaluator } from "./core/evaluate";
import type { Evaluation, Facts } from "./core/facts";
import { keepEvaluation as keep, readEvaluation as readKept } from "./core/kept";
import type { PolicySet, RuleDefinition } from "./core/rule";
import { defaultRules } from "./default-rules";
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
  const errors = [...conditionErrors(rules), ...(await groupErrors(rules))];
  if (errors.length > 0) return refuse("invalid_request", "The rules are not valid.", { errors });
  return inTransaction((tx) => publishIn(tx, actor, { rules, reason, baseVersion }, now));
}

type Publication = { readonly rules: readonly RuleDefinition[]; readonly reason: string; readonly baseVersion: number | undefined };

async function publishIn(tx: PrismaTx, actor: Actor, { rules, reason, baseVersion }: Publication, now: Date) {
  const conflict = refuse("conflict", "Someone else published rules meanwhile. Look at theirs, then publish again.");
  const current = await store.versionInForce(tx);
  if (baseVersion !== undefined && baseVersion !== current) return conflict;
  const newest = new Map((await store.listNewestRuleVersions(tx, idsOf(rules))).map((row) => [row.ruleId, row]));
  const authorId = actor.kind === "person" ? actor.id : null;
  const versioned = rules.map((definition) => {
    const last = newest.get(definition.id);
    const isChanged = last === undefined || canonicalize(last.definition) !== canonicalize(definition);
    return { definition, isChanged, version: isChanged ? (last?.version ?? 0) + 1 : last.version };
  });
  const version = current + 1;
  const refs = versioned.map(({ definition, version }) => ({ ruleId: definition.id, version }));
  // Taking the number comes first: whoever loses it has written nothing.
  const isTaken = await store.insertPolicyVersion(tx, { version, rules: refs, publishedById: authorId, reason, publishedAt: now });
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
    { ...entry, kind: "policy.published", subject: { type: "policy", id: String(version) }, data: { version, rules: refs } },
  );
  return ok({ version });
}

const idsOf = (rules: readonly RuleDefinition[]) => rules.map((rule) => rule.id);

function conditionErrors(rules: readonly RuleDefinition[]): FieldError[] {
  return rules.flatMap(({ when }, index) => {
    const message = when === null ? null : conditionProblem(when);
    return message === null ? [] : [{ path: `rules.${index}.when`, message }];
  });
}

async function groupErrors(rules: readonly RuleDefinition[]): Promise<FieldError[]> {
  const known = new Set((await listGroups()).map((group) => group.name));
  return rules.flatMap(({ approval }, index) =>
    (approval?.stages ?? []).flatMap(({ groups }, stage) =>
      groups.flatMap((name, at) =>
        known.has(name) ? [] : [{ path: `rules.${index}.approval.stages.${stage}.groups.${at}`, message: `there is no group "${name}"` }],
      ),
    ),
  );
}

/** Puts the default rules in force if no rules ever were. Safe to call at every start, and by several processes at once. */
export async function ensureDefaultPolicy(now: Date = clock.now()): Promise<void> {
  if ((await store.versionInForce()) > 0) return;
  const groups = new Set((await listGroups()).map((group) => group.name));
  const rules = defaultRules((name) => groups.has(name));
  const published = await publish(systemActor, { rules, reason: "The rules that Reeve starts with.", baseVersion: 0 }, now);
  invariant(published.ok || published.refusal.code === "conflict", "the default rules cannot be published");
}
