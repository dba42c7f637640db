import { readForGate } from "@/server/fleet/service";
import { organisation } from "@/server/identity/service";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { inPgTransaction } from "@/server/platform/tx";
import { access } from "./access";
import { conditionProblem } from "./core/condition";
import { rulesWith } from "./core/place";
import type { PolicySet, Rule } from "./core/rule";
import { type Explained, RuleDefinitionSchema, type TryInput } from "./schema";
import { evaluate, factsOf, policyInForce } from "./service";

/**
 * What the policy in force would say about a call, with the facts it would rest on. Reads what the gate reads;
 * proposes nothing and stores nothing. Kill, limits and grants come before or after policy and are not asked.
 */
export async function tryOut(actor: PersonActor, input: TryInput, now: Date = clock.now()): Promise<Result<Explained>> {
  if (!access.read(actor)) return refuse("forbidden", "Sign in to try the rules.");
  const { timeZone } = await organisation();
  const { policy, parties } = await inPgTransaction(async (tx) => ({
    policy: await policyInForce(tx),
    parties: await readForGate(tx, input.agent, input.tool),
  }));
  const tried = input.draft ? withDraft(policy, input.draft) : ok(policy);
  if (!tried.ok) return tried;
  const amountMicroUsd = input.amountUsd === null || input.amountUsd === undefined ? null : String(Math.round(input.amountUsd * 1e6));
  const call = {
    args: input.args ?? {},
    resource: null,
    impact: amountMicroUsd === null ? null : { amountMicroUsd },
    run: null,
    initiator: { type: "user", id: actor.email },
  };
  const facts = factsOf({ ...parties, agentName: input.agent, toolName: input.tool, toolVersion: null }, call, now, timeZone);
  return ok({ facts, evaluation: evaluate(tried.value, facts) });
}

/** The set in force with a rule that is being written in its place; each field at fault is named. */
function withDraft(policy: PolicySet, { rule, before }: NonNullable<TryInput["draft"]>): Result<PolicySet> {
  const parsed = RuleDefinitionSchema.safeParse({ ...rule, order: 0 });
  if (!parsed.success) {
    const errors = parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
    return refuse("invalid_request", "The rule cannot be tried as it is: something in it is missing or wrong.", { errors });
  }
  const problem = parsed.data.when === null ? null : conditionProblem(parsed.data.when);
  if (problem !== null)
    return refuse("invalid_request", `The condition cannot be read: ${problem}`, { errors: [{ path: "when", message: problem }] });
  const saved = new Map(policy.rules.map((each) => [each.id, each]));
  const rules = rulesWith(policy.rules, parsed.data, before).map((definition): Rule => {
    const { version = 0, authorId = null } = saved.get(definition.id) ?? {};
    return { ...definition, version: definition.id === parsed.data.id ? version + 1 : version, authorId };
  });
  return ok({ ...policy, rules });
}
