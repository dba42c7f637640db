import { type Bindings, bindingsOf, type Condition, type ConditionAnswer, compileCondition } from "./condition";
import { DEFAULT_APPROVAL } from "./default-approval";
import type { Evaluation, Facts, TriedRule } from "./facts";
import { failedClause, type Subject, subjectOf } from "./match";
import { CLAUSES, type Clause, EFFECTS, type PolicySet, type Rule } from "./rule";

/** A tuple of names comes from agents, so what is remembered of it is bounded. */
const MAX_REMEMBERED = 4_096;

type Compiled = { readonly rule: Rule; readonly condition: Condition | null; readonly entries: Entries };
/** The entries of a trace that a rule can cause, made once: every evaluation shares them. */
type Entries = Readonly<Record<"matched" | "when" | Clause, TriedRule>>;
/** A rule whose match fits and whose condition must be asked; `at` is its place in the trace. */
type Open = { readonly at: number; readonly rule: Rule; readonly condition: Condition; readonly entries: Entries };
/** What is certain for a subject before any condition is asked: the trace, and the first rule that matches for sure. */
type Phase = { readonly trace: readonly TriedRule[]; readonly open: readonly Open[]; readonly sure: Rule | null };
type Plan = { readonly denials: Phase; readonly ordered: Phase; readonly shadow: Phase };
type Outcome = { readonly winner: Rule | null; readonly tried: readonly TriedRule[] };

/** Evaluates facts against one compiled policy version. */
export type Evaluator = (facts: Facts) => Evaluation;

/** Rules as they are tried: by order; on a tie the stricter first, then by id, so that the outcome never hangs on a list's order. */
export const byPrecedence = (a: Rule, b: Rule): number =>
  a.order - b.order || EFFECTS.indexOf(a.effect) - EFFECTS.indexOf(b.effect) || (a.id < b.id ? -1 : 1);

function entriesOf(rule: Rule): Entries {
  const named = { ruleId: rule.id, version: rule.version, effect: rule.effect, mode: rule.mode };
  const failing = (failed: Clause | "when") => [failed, Object.freeze({ ...named, matched: false, failed })] as const;
  return Object.fromEntries([
    ["matched", Object.freeze({ ...named, matched: true })],
    failing("when"),
    ...CLAUSES.map(failing),
  ] as const) as Entries;
}

/** What a condition's answer means for its rule: an error takes the stricter effect. */
function traced({ rule, entries }: Open, answer: ConditionAnswer): TriedRule {
  if (answer === true) return entries.matched;
  if (answer === false) return entries.when;
  return { ...(rule.effect === "allow" ? entries.when : entries.matched), error: answer.error };
}

function planPhase(rules: readonly Compiled[], subject: Subject, isEndedByMatch: boolean): Phase {
  const trace: TriedRule[] = [];
  const open: Open[] = [];
  for (const { rule, condition, entries } of rules) {
    const failed = failedClause(rule.match, subject);
    if (failed === null && condition !== null) open.push({ at: trace.length, rule, condition, entries });
    trace.push(entries[failed ?? "matched"]);
    if (failed === null && condition === null && isEndedByMatch) return { trace, open, sure: rule };
  }
  return { trace, open, sure: null };
}

/** Tries the rules of a phase until one matches. */
function runPhase(phase: Phase, bindings: () => Bindings): Outcome {
  if (phase.open.length === 0) return { winner: phase.sure, tried: phase.trace };
  const tried = phase.trace.slice();
  for (const step of phase.open) {
    const entry = traced(step, step.condition(bindings()));
    tried[step.at] = entry;
    if (entry.matched) {
      tried.length = step.at + 1;
      return { winner: step.rule, tried };
    }
  }
  return { winner: phase.sure, tried };
}

/** Shadow rules all get tried, and none of them acts. */
function runShadow(phase: Phase, bindings: () => Bindings): readonly TriedRule[] {
  if (phase.open.length === 0) return phase.trace;
  const tried = phase.trace.slice();
  for (const step of phase.open) tried[step.at] = traced(step, step.condition(bindings()));
  return tried;
}

const JOIN = "\u0000";
const keyOf = (s: Subject) =>
  s.agents + JOIN + s.tools + JOIN + s.teams + JOIN + s.sideEffects + JOIN + s.riskTiers + JOIN + s.environments;

/**
 * Compiles a policy version once: conditions to programs, and, as calls come in, the rules that fit each
 * (agent, tool, team, side effect, tier, environment) to a plan, so that a call asks only the conditions that matter.
 */
export function compilePolicy(policy: PolicySet): Evaluator {
  const compiled = policy.rules
    .toSorted(byPrecedence)
    .map((rule): Compiled => ({ rule, condition: rule.when === null ? null : compileCondition(rule.when), entries: entriesOf(rule) }));
  const enforced = compiled.filter(({ rule }) => rule.mode === "enforce");
  const denials = enforced.filter(({ rule }) => rule.effect === "deny");
  const ordered = enforced.filter(({ rule }) => rule.effect !== "deny");
  const shadow = compiled.filter(({ rule }) => rule.mode === "shadow");
  const plans = new Map<string, Plan>();

  const planFor = (subject: Subject): Plan => {
    const key = keyOf(subject);
    const known = plans.get(key);
    if (known !== undefined) return known;
    const plan = {
      denials: planPhase(denials, subject, true),
      ordered: planPhase(ordered, subject, true),
      shadow: planPhase(shadow, subject, false),
    };
    if (plans.size >= MAX_REMEMBERED) plans.clear();
    plans.set(key, plan);
    return plan;
  };

  return (given) => {
    const facts = given.tool.isRegistered ? given : { ...given, tool: { ...given.tool, sideEffect: "irreversible" as const } };
    if (isStranger(facts.agent) && facts.tool.sideEffect !== "read") return unregistered(policy.version);
    const { winner, tried } = runPlan(planFor(subjectOf(facts)), facts);
    return winner === null ? byDefault(facts, tried, policy.version) : byRule(winner, tried, policy.version);
  };
}

const isStranger = (agent: Facts["agent"]) => !agent.isRegistered || agent.state === "shadow";

function runPlan(plan: Plan, facts: Facts): Outcome {
  let bound: Bindings | undefined;
  const bindings = () => {
    bound ??= bindingsOf(facts);
    return bound;
  };
  const denied = runPhase(plan.denials, bindings);
  const observed = runShadow(plan.shadow, bindings);
  if (denied.winner !== null) return { winner: denied.winner, tried: denied.tried.concat(observed) };
  const ordered = runPhase(plan.ordered, bindings);
  return { winner: ordered.winner, tried: denied.tried.concat(ordered.tried, observed) };
}

function byRule(rule: Rule, tried: readonly TriedRule[], policyVersion: number): Evaluation {
  const retry = { allow: "never", require_approval: "later", deny: rule.retry ?? (rule.when === null ? "never" : "after_change") } as const;
  return {
    effect: rule.effect,
    cause: "policy",
    rule: { id: rule.id, version: rule.version, name: rule.name, authorId: rule.authorId },
    reason: rule.reason,
    retry: retry[rule.effect],
    approval: rule.effect === "require_approval" ? (rule.approval ?? DEFAULT_APPROVAL) : null,
    allowanceMinutes: rule.allowanceMinutes,
    obligations: [],
    tried,
    policyVersion,
  };
}

const BY_DEFAULT = { cause: "policy", rule: null, allowanceMinutes: null, obligations: [] } as const;

function byDefault(facts: Facts, tried: readonly TriedRule[], policyVersion: number): Evaluation {
  if (facts.tool.sideEffect === "read") {
    const reason = "No rule is about this call, and reading is allowed by default.";
    return { ...BY_DEFAULT, effect: "allow", reason, retry: "never", approval: null, tried, policyVersion };
  }
  const reason = facts.tool.isRegistered
    ? "No rule allows this call, so a person decides."
    : "The tool is not registered, so the call counts as irreversible and a person decides.";
  return { ...BY_DEFAULT, effect: "require_approval", reason, retry: "later", approval: DEFAULT_APPROVAL, tried, policyVersion };
}

function unregistered(policyVersion: number): Evaluation {
  const reason = "The agent is not registered: it may read, and nothing else.";
  return { ...BY_DEFAULT, effect: "deny", cause: "unregistered", reason, retry: "later", approval: null, tried: [], policyVersion };
}
