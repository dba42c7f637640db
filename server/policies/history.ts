import { listPeopleByIds } from "@/server/identity/service";
import { ok, type Result, refuse } from "@/server/kernel/result";
import type { Actor } from "@/server/platform/actor";
import { access } from "./access";
import type { PolicyPage, PolicyVersionRow, RuleHistory } from "./schema";
import { policyAt, policyInForce } from "./service";
import * as store from "./store";

const PAGE = 50;
const forbidden = () => refuse("forbidden", "Sign in to read the rules.");

/** The rules of one policy version, by default of the one in force, with who wrote each. */
export async function getPolicy(actor: Actor, version: number | null): Promise<Result<PolicyPage>> {
  if (!access.read(actor)) return forbidden();
  const inForce = await policyInForce();
  const policy = version === null ? inForce : await policyAt(version);
  if (policy === null) return refuse("not_found", `There is no policy version ${version}.`);
  const refs = policy.rules.map((rule) => ({ ruleId: rule.id, version: rule.version }));
  const origins = new Map((await store.listRuleOrigins(refs)).map((row) => [row.ruleId, row]));
  const nameOf = await namesOf(policy.rules.map((rule) => rule.authorId));
  const rules = policy.rules.map((rule) => ({
    ...rule,
    authorName: nameOf(rule.authorId),
    createdAt: origins.get(rule.id)?.createdAt.toISOString() ?? "",
  }));
  return ok({ version: policy.version, publishedAt: policy.publishedAt, inForce: inForce.version, rules });
}

/** Policy versions, newest first. */
export async function listVersions(
  actor: Actor,
  cursor: number | null,
): Promise<Result<{ items: PolicyVersionRow[]; nextCursor: number | null }>> {
  if (!access.read(actor)) return forbidden();
  const rows = await store.listPolicyVersions(cursor, PAGE + 1);
  const page = rows.slice(0, PAGE);
  const nameOf = await namesOf(page.map((row) => row.publishedById));
  const items = page.map(({ publishedById, publishedAt, ...row }) => ({
    ...row,
    publishedByName: nameOf(publishedById),
    publishedAt: publishedAt.toISOString(),
  }));
  return ok({ items, nextCursor: rows.length > PAGE ? (page.at(-1)?.version ?? null) : null });
}

/** A rule with all its versions, newest first, also when it is no longer in force. */
export async function getRule(actor: Actor, ruleId: string): Promise<Result<RuleHistory>> {
  if (!access.read(actor)) return forbidden();
  const [rows, policy] = await Promise.all([store.listRuleVersions(ruleId), policyInForce()]);
  if (rows.length === 0) return refuse("not_found", "There is no such rule.");
  const nameOf = await namesOf(rows.map((row) => row.authorId));
  const versions = rows.map((row) => ({
    version: row.version,
    definition: row.definition,
    authorName: nameOf(row.authorId),
    reason: row.reason,
    createdAt: row.createdAt.toISOString(),
  }));
  return ok({ ruleId, versionInForce: policy.rules.find((rule) => rule.id === ruleId)?.version ?? null, versions });
}

/** Names by id; Reeve itself, which has no id, is named too. */
async function namesOf(ids: readonly (string | null)[]) {
  const people = await listPeopleByIds(ids.filter((id) => id !== null));
  const names = new Map(people.map((person) => [person.id, person.name]));
  return (id: string | null): string => (id === null ? "Reeve" : (names.get(id) ?? "unknown"));
}
