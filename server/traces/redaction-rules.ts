import { isDeepStrictEqual } from "node:util";
import * as audit from "@/server/audit/service";
import { listPeopleByIds } from "@/server/identity/service";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { Actor, PersonActor } from "@/server/platform/actor";
import { clock } from "@/server/platform/clock";
import { newId } from "@/server/platform/new-id";
import { inTransaction } from "@/server/platform/tx";
import { access } from "./access";
import { compilePattern } from "./core/redaction/pattern";
import { LIMITS, type Rule, type RuleSet } from "./core/redaction/rule";
import { rulesInForce } from "./redaction-in-force";
import type {
  Change,
  MoveRuleInput,
  RemoveRuleInput,
  RuleInput,
  RulesPage,
  RuleVersion,
  SaveRuleInput,
  SwitchRuleInput,
} from "./redaction-schema";
import { insertRules, listRules } from "./redaction-store";

const MOST_VERSIONS = 200;
const REFUSED = {
  read: refuse("forbidden", "Your role does not show you what is taken out of payloads."),
  change: refuse("forbidden", "Only administrators change what is taken out of payloads."),
  conflict: refuse("conflict", "Someone else changed the rules meanwhile. Look at theirs, then change yours again."),
  gone: refuse("not_found", "There is no such rule any more. Someone removed it."),
  same: refuse("invalid_request", "Nothing is different: it is so already."),
} as const;

/** The rules in their order. */
export async function readRules(actor: Actor): Promise<Result<RulesPage>> {
  if (!access.readSources(actor)) return REFUSED.read;
  return ok({ ...(await rulesInForce()), can: { change: access.administer(actor) } });
}

/** Every change of the rules, newest first: what, by whom and why. */
export async function readRuleVersions(actor: Actor): Promise<Result<readonly RuleVersion[]>> {
  if (!access.readSources(actor)) return REFUSED.read;
  const rows = await listRules(MOST_VERSIONS);
  const people = new Map((await listPeopleByIds(rows.map(({ authorId }) => authorId))).map(({ id, name }) => [id, name]));
  return ok(
    rows.map(({ version, change, ruleId, authorId, reason, rules, changedAt }, i) => {
      const named = [...rules, ...(rows[i + 1]?.rules ?? [])].find(({ id }) => id === ruleId);
      const author = people.get(authorId) ?? "someone who left";
      return { version, change, ruleId, ruleName: named?.name ?? "", author, reason, changedAt: changedAt.toISOString() };
    }),
  );
}

type Edited = Result<{ readonly rules: readonly Rule[]; readonly ruleId: string; readonly change: Change }>;
type By = { readonly baseVersion: number; readonly reason: string };

/** Puts the next version in force, as long as the rules are those that its author saw; with its entry in the audit log. */
async function edit(
  actor: PersonActor,
  { baseVersion, reason }: By,
  now: Date,
  work: (set: RuleSet) => Edited,
): Promise<Result<{ version: number; ruleId: string }>> {
  if (!access.administer(actor)) return REFUSED.change;
  const set = await rulesInForce();
  if (set.version !== baseVersion) return REFUSED.conflict;
  const edited = work(set);
  if (!edited.ok) return edited;
  const { rules, ruleId, change } = edited.value;
  if (isDeepStrictEqual(rules, set.rules)) return REFUSED.same;
  const version = baseVersion + 1;
  const isFirst = await inTransaction(async (tx) => {
    if (!(await insertRules(tx, { version, rules, change, ruleId, authorId: actor.id, reason, changedAt: now }))) return false;
    await audit.append(tx, {
      kind: `redaction.rule_${change}`,
      actor: audit.entryActor(actor),
      subject: { type: "redaction", id: ruleId },
      occurredAt: now,
      data: { version, ruleId, on: rules.filter(({ isOn }) => isOn).length, off: rules.filter(({ isOn }) => !isOn).length },
    });
    return true;
  });
  return isFirst ? ok({ version, ruleId }) : REFUSED.conflict;
}

const invalid = (path: string, message: string) =>
  refuse("invalid_request", "The rule cannot be kept as it is.", { errors: [{ path, message }] });

/** What is wrong with a rule among others; null when nothing is. */
export function faultOf({ what }: RuleInput, others: readonly Rule[]): ReturnType<typeof invalid> | null {
  if (others.length >= LIMITS.rules) return invalid("name", `There are ${LIMITS.rules} rules already, which is as many as are kept quick.`);
  if (what.kind !== "pattern") return null;
  if (others.filter((rule) => rule.what.kind === "pattern").length >= LIMITS.patterns)
    return invalid("what.pattern", `There are ${LIMITS.patterns} patterns already, which is as many as are kept quick.`);
  const compiled = compilePattern(what.pattern, what.ignoreCase);
  return compiled.ok ? null : invalid("what.pattern", compiled.refusal.message);
}

/** Adds a rule at the end, or puts a changed one in place of the one in force. */
export const saveRule = (actor: PersonActor, { ruleId, rule, ...by }: SaveRuleInput, now: Date = clock.now()) =>
  edit(actor, by, now, ({ rules }): Edited => {
    const last = rules.find(({ id }) => id === ruleId);
    if (ruleId !== null && last === undefined) return REFUSED.gone;
    const fault = faultOf(
      rule,
      rules.filter(({ id }) => id !== ruleId),
    );
    if (fault !== null) return fault;
    if (last === undefined) {
      const id = newId("redactionRule");
      return ok({ rules: [...rules, { ...rule, id, isOn: true }], ruleId: id, change: "added" });
    }
    const changed = { ...rule, id: last.id, isOn: last.isOn };
    return ok({ rules: rules.map((each) => (each === last ? changed : each)), ruleId: last.id, change: "changed" });
  });

/** Switches a rule on or off; it keeps its place. */
export const switchRule = (actor: PersonActor, { ruleId, isOn, ...by }: SwitchRuleInput, now: Date = clock.now()) =>
  edit(actor, by, now, ({ rules }): Edited => {
    if (rules.every(({ id }) => id !== ruleId)) return REFUSED.gone;
    const switched = rules.map((rule) => (rule.id === ruleId ? { ...rule, isOn } : rule));
    return ok({ rules: switched, ruleId, change: isOn ? "switched_on" : "switched_off" });
  });

/** Puts a rule before another, or last: the first that finds something takes it. */
export const moveRule = (actor: PersonActor, { ruleId, before, ...by }: MoveRuleInput, now: Date = clock.now()) =>
  edit(actor, by, now, ({ rules }): Edited => {
    const moved = rules.find(({ id }) => id === ruleId);
    const others = rules.filter(({ id }) => id !== ruleId);
    const at = before === null ? others.length : others.findIndex(({ id }) => id === before);
    return moved === undefined || at === -1 ? REFUSED.gone : ok({ rules: others.toSpliced(at, 0, moved), ruleId, change: "moved" });
  });

/** Takes a rule away. What it took out stays out, and its versions stay in the record. */
export const removeRule = (actor: PersonActor, { ruleId, ...by }: RemoveRuleInput, now: Date = clock.now()) =>
  edit(actor, by, now, ({ rules }): Edited => {
    const left = rules.filter(({ id }) => id !== ruleId);
    return left.length === rules.length ? REFUSED.gone : ok({ rules: left, ruleId, change: "removed" });
  });
